import { isPromise, type RegisteredHandler } from './registered-handler.ts'
import type { Watched } from './timeout-queue.ts'

/**
 * The rest of a run whose handlers follow one another, from the first promise on. A state machine
 * instead of an async function: it is faster, and a time-out can end it while a handler still waits.
 */
export abstract class Sequence<Result> implements Watched {
  previous: Watched | undefined = undefined
  next: Watched | undefined = undefined
  deadline = 0
  readonly result: Promise<Result>
  protected readonly handlers: readonly RegisteredHandler[]
  protected resolve!: (result: Result) => void
  protected reject!: (error: unknown) => void
  #index: number
  #ended = false
  readonly #onValue = (value: unknown): void => {
    if (this.#ended) return
    if (this.take(value, this.#handler())) this.#end()
    else this.#advance()
  }
  readonly #onError = (error: unknown): void => {
    if (this.#ended) return
    if (this.fail(error, this.#handler())) this.#end()
    else this.#advance()
  }

  constructor(handlers: readonly RegisteredHandler[], index: number) {
    this.handlers = handlers
    this.#index = index
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  /** Waits for the promise of the handler at `index`, then goes on. */
  start(promise: Promise<unknown>): Promise<Result> {
    this.#handler().timeouts.add(this)
    promise.then(this.#onValue, this.#onError)
    return this.result
  }

  expire(): void {
    if (this.#ended) return
    this.#ended = true
    this.timedOut(this.#handler(), this.#index)
  }

  /** Takes a handler's answer. @returns true when the run is settled by it */
  protected abstract take(value: unknown, handler: RegisteredHandler): boolean
  /** Takes what a handler threw. @returns true when the run is settled by it */
  protected abstract fail(error: unknown, handler: RegisteredHandler): boolean
  /** Settles the run, or lets another one go on behind `index`. */
  protected abstract timedOut(handler: RegisteredHandler, index: number): void
  /** Settles the run after the last handler. */
  protected abstract finish(): void
  /** What the next handler gets. */
  protected abstract input(): unknown

  #handler(): RegisteredHandler {
    return this.handlers[this.#index] as RegisteredHandler
  }

  #advance(): void {
    let watchedBy = this.#handler().timeouts
    while (++this.#index < this.handlers.length) {
      const registered = this.#handler()
      const { handler } = registered
      let settled: boolean
      try {
        const value = handler(this.input())
        if (isPromise(value)) {
          if (registered.timeouts !== watchedBy) {
            watchedBy.remove(this)
            watchedBy = registered.timeouts
            watchedBy.add(this)
          }
          value.then(this.#onValue, this.#onError)
          return
        }
        settled = this.take(value, registered)
      } catch (error) {
        settled = this.fail(error, registered)
      }
      if (settled) {
        this.#end(watchedBy)
        return
      }
    }
    this.#ended = true
    watchedBy.remove(this)
    this.finish()
  }

  #end(watchedBy = this.#handler().timeouts): void {
    this.#ended = true
    watchedBy.remove(this)
  }
}
