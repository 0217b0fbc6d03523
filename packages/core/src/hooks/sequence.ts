import { isPromise, type RegisteredHandler, type ReportPluginError } from './registered-handler.ts'
import type { Watched } from './timeout-queue.ts'

/** What a kind of hook does with the answers of its handlers, where they follow one another. */
export interface Steps<Input, Result> {
  /** Takes a handler's answer. @returns true when the run is settled by it */
  take(run: Run<Input, Result>, value: unknown, handler: RegisteredHandler): boolean
  /** Takes what a handler threw. @returns true when the run is settled by it */
  fail(run: Run<Input, Result>, error: unknown, handler: RegisteredHandler): boolean
  /** Settles the run, or lets another one go on behind its index. */
  timedOut(run: Run<Input, Result>, handler: RegisteredHandler): void
  /** Settles the run after the last handler. */
  finish(run: Run<Input, Result>): void
}

/** One run, from its first promise on. */
export interface Run<Input, Result> extends Watched {
  readonly handlers: readonly RegisteredHandler[]
  readonly steps: Steps<Input, Result>
  readonly report: ReportPluginError
  /** Of the handler whose turn it is. */
  index: number
  /** What the next handler gets. */
  input: Input
  isEnded: boolean
  resolve(result: Result | PromiseLike<Result>): void
  reject(error: unknown): void
}

/**
 * Waits for the promise of the handler at `index`, then runs the others. The result is a promise of its
 * own, so that a time-out can end the run while a handler still waits.
 */
export function startSequence<Input, Result>(
  steps: Steps<Input, Result>,
  handlers: readonly RegisteredHandler[],
  index: number,
  input: Input,
  report: ReportPluginError,
  first: Promise<unknown>,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  // No class: of a class without a living instance V8 forgets the shape with every major collection, and with it
  // all optimised code of the runs (measured: twice the cost).
  const run: Run<Input, Result> = {
    previous: undefined,
    next: undefined,
    deadline: 0,
    expire,
    handlers,
    steps,
    report,
    index,
    input,
    isEnded: false,
    resolve,
    reject,
  }
  const { timeouts } = handlers[index] as RegisteredHandler
  timeouts.add(run)
  void proceed(run, first)
  return promise
}

/** One function for all runs, not a closure for each: it is hardly ever called. */
function expire<Input, Result>(this: Run<Input, Result>): void {
  if (this.isEnded) return
  this.isEnded = true
  this.steps.timedOut(this, this.handlers[this.index] as RegisteredHandler)
}

/** Never rejects: what handlers throw goes to `fail`. */
async function proceed<Input, Result>(run: Run<Input, Result>, promise: Promise<unknown>): Promise<void> {
  const { handlers, steps } = run
  let first: Promise<unknown> | undefined = promise
  let watchedBy = (handlers[run.index] as RegisteredHandler).timeouts
  let isSettled = false
  for (; !isSettled && run.index < handlers.length; run.index++) {
    const registered = handlers[run.index] as RegisteredHandler
    const { handler } = registered
    try {
      let value: unknown = first ?? handler(run.input)
      first = undefined
      if (isPromise(value)) {
        if (registered.timeouts !== watchedBy) {
          watchedBy.remove(run)
          watchedBy = registered.timeouts
          watchedBy.add(run)
        }
        value = await value
        if (run.isEnded) return
      }
      isSettled = steps.take(run, value, registered)
    } catch (error) {
      if (run.isEnded) return
      isSettled = steps.fail(run, error, registered)
    }
  }
  run.isEnded = true
  watchedBy.remove(run)
  if (!isSettled) steps.finish(run)
}
