import type { MaybePromise } from '@tutti/model'
import { isPromise, type RegisteredHandler, type ReportPluginError, timeoutError } from './registered-handler.ts'
import { type Steps, startSequence } from './sequence.ts'

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
      if (isPromise(answer)) return startSequence(notifySteps, handlers, index, input, report, answer)
    } catch (error) {
      report(registered.plugin, registered.hook, error)
    }
  }
}

const notifySteps: Steps<unknown, void> = {
  take: () => false,
  fail: (run, error, handler) => {
    run.report(handler.plugin, handler.hook, error)
    return false
  },
  timedOut: (run, handler) => {
    const { handlers, input, report, index } = run
    report(handler.plugin, handler.hook, timeoutError(handler))
    // A run of its own for the others: this one still listens to the handler that hangs.
    run.resolve(runNotify(handlers, input, report, index + 1) as undefined)
  },
  finish: (run) => run.resolve(),
}
