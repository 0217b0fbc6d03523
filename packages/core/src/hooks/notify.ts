import type { MaybePromise } from '@tutti/model'
import { isPromise, type RegisteredHandler, type ReportPluginError, timeoutError } from './registered-handler.ts'
import { Sequence } from './sequence.ts'

/** Tells one handler after another and waits for each; what they throw is reported and changes nothing. */
export function runNotify<Input>(
  handlers: readonly RegisteredHandler[],
  input: Input,
  report: ReportPluginError,
  from = 0,
): MaybePromise<void> {
  for (let index = from; index < handlers.length; index++) {
    const registered = handlers[index] as RegisteredHandler
    const { handler } = registered
    try {
      const answer = handler(input)
      if (isPromise(answer)) return new Notify(handlers, index, input, report).start(answer)
    } catch (error) {
      report(registered.plugin, registered.hook, error)
    }
  }
}

class Notify<Input> extends Sequence<void> {
  readonly #input: Input
  readonly #report: ReportPluginError

  constructor(handlers: readonly RegisteredHandler[], index: number, input: Input, report: ReportPluginError) {
    super(handlers, index)
    this.#input = input
    this.#report = report
  }

  protected take(): boolean {
    return false
  }

  protected fail(error: unknown, handler: RegisteredHandler): boolean {
    this.#report(handler.plugin, handler.hook, error)
    return false
  }

  protected timedOut(handler: RegisteredHandler, index: number): void {
    this.#report(handler.plugin, handler.hook, timeoutError(handler))
    // A run of its own for the others: this one still listens to the handler that hangs.
    this.resolve(runNotify(this.handlers, this.#input, this.#report, index + 1) as undefined)
  }

  protected finish(): void {
    this.resolve()
  }

  protected input(): Input {
    return this.#input
  }
}
