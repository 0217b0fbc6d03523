import type { MaybePromise } from '@tutti/model'
import { hookError, isPromise, type RegisteredHandler, timeoutError } from './registered-handler.ts'
import { Sequence } from './sequence.ts'

/** Hands a value from handler to handler; the first that throws or takes too long fails the run. */
export function runWaterfall<Input>(handlers: readonly RegisteredHandler[], input: Input): MaybePromise<Input> {
  let value = input
  for (let index = 0; index < handlers.length; index++) {
    const registered = handlers[index] as RegisteredHandler
    const { handler } = registered
    let answer: unknown
    try {
      answer = handler(value)
    } catch (error) {
      throw hookError(registered, error)
    }
    if (answer === undefined) continue
    if (isPromise(answer)) return new Waterfall(handlers, index, value).start(answer)
    value = answer as Input
  }
  return value
}

class Waterfall<Input> extends Sequence<Input> {
  #value: Input

  constructor(handlers: readonly RegisteredHandler[], index: number, value: Input) {
    super(handlers, index)
    this.#value = value
  }

  protected take(value: unknown): boolean {
    if (value !== undefined) this.#value = value as Input
    return false
  }

  protected fail(error: unknown, handler: RegisteredHandler): boolean {
    this.reject(hookError(handler, error))
    return true
  }

  protected timedOut(handler: RegisteredHandler): void {
    this.reject(timeoutError(handler))
  }

  protected finish(): void {
    this.resolve(this.#value)
  }

  protected input(): Input {
    return this.#value
  }
}
