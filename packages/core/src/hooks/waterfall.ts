import type { MaybePromise } from '@tutti/model'
import { hookError, isPromise, type RegisteredHandler, timeoutError } from './registered-handler.ts'
import { type Steps, startSequence } from './sequence.ts'

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
    if (isPromise(answer)) {
      return startSequence(waterfallSteps, handlers, index, value, reportNothing, answer) as Promise<Input>
    }
    value = answer as Input
  }
  return value
}

const waterfallSteps: Steps<unknown, unknown> = {
  take: (run, value) => {
    if (value !== undefined) run.input = value
    return false
  },
  fail: (run, error, handler) => {
    run.reject(hookError(handler, error))
    return true
  },
  timedOut: (run, handler) => run.reject(timeoutError(handler)),
  finish: (run) => run.resolve(run.input),
}

/** A failure is told by the rejection alone. */
function reportNothing(): void {}
