import type { MaybePromise } from '@tutti/model'
import type { GuardDenial } from '../runtime.ts'
import { isPromise, type RegisteredHandler, type ReportPluginError, timeoutError } from './registered-handler.ts'
import { Sequence } from './sequence.ts'

/** Asks one guard after another; the first denial ends it, and a guard that fails denies. */
export function runGuard<Input>(
  handlers: readonly RegisteredHandler[],
  input: Input,
  report: ReportPluginError,
): MaybePromise<GuardDenial | undefined> {
  for (let index = 0; index < handlers.length; index++) {
    const registered = handlers[index] as RegisteredHandler
    const { handler } = registered
    let answer: unknown
    try {
      answer = handler(input)
    } catch (error) {
      return failure(registered, error, report)
    }
    if (answer === undefined) continue
    if (isPromise(answer)) return new Guard(handlers, index, input, report).start(answer)
    return denial(registered, answer, report)
  }
  return undefined
}

class Guard<Input> extends Sequence<GuardDenial | undefined> {
  readonly #input: Input
  readonly #report: ReportPluginError

  constructor(handlers: readonly RegisteredHandler[], index: number, input: Input, report: ReportPluginError) {
    super(handlers, index)
    this.#input = input
    this.#report = report
  }

  protected take(value: unknown, handler: RegisteredHandler): boolean {
    if (value === undefined) return false
    this.resolve(denial(handler, value, this.#report))
    return true
  }

  protected fail(error: unknown, handler: RegisteredHandler): boolean {
    this.resolve(failure(handler, error, this.#report))
    return true
  }

  protected timedOut(handler: RegisteredHandler): void {
    this.resolve(failure(handler, timeoutError(handler), this.#report))
  }

  protected finish(): void {
    this.resolve(undefined)
  }

  protected input(): Input {
    return this.#input
  }
}

function denial(handler: RegisteredHandler, answer: unknown, report: ReportPluginError): GuardDenial {
  const reason = (answer as { deny?: unknown } | null)?.deny
  if (typeof reason === 'string') return { deny: reason, plugin: handler.plugin, code: 'guard-denied' }
  // Whatever it meant, it did not say that nothing is wrong: there is no "allow".
  return failure(handler, new TypeError('a guard returns nothing, or { deny: "the reason" }'), report)
}

function failure(handler: RegisteredHandler, cause: unknown, report: ReportPluginError): GuardDenial {
  report(handler.plugin, handler.hook, cause)
  return {
    deny: `the guard ${handler.hook} of plugin "${handler.plugin}" failed`,
    plugin: handler.plugin,
    code: 'guard-failed',
    cause,
  }
}
