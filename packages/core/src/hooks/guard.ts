import type { MaybePromise } from '@tutti/model'
import type { GuardDenial } from '../runtime.ts'
import { isPromise, type RegisteredHandler, type ReportPluginError, timeoutError } from './registered-handler.ts'
import { type Steps, startSequence } from './sequence.ts'

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
    if (isPromise(answer)) return startSequence(guardSteps, handlers, index, input, report, answer)
    return denial(registered, answer, report)
  }
  return undefined
}

const guardSteps: Steps<unknown, GuardDenial | undefined> = {
  take: (run, value, handler) => {
    if (value === undefined) return false
    run.resolve(denial(handler, value, run.report))
    return true
  },
  fail: (run, error, handler) => {
    run.resolve(failure(handler, error, run.report))
    return true
  },
  timedOut: (run, handler) => run.resolve(failure(handler, timeoutError(handler), run.report)),
  finish: (run) => run.resolve(undefined),
}

function denial(handler: RegisteredHandler, answer: unknown, report: ReportPluginError): GuardDenial {
  const { deny, retryAfterMs } = (answer ?? {}) as { deny?: unknown; retryAfterMs?: unknown }
  if (typeof deny === 'string' && isDelay(retryAfterMs)) {
    return { deny, retryAfterMs, plugin: handler.plugin, code: 'guard-denied' }
  }
  // Whatever it meant, it did not say that nothing is wrong: there is no "allow".
  return failure(handler, new TypeError('a guard returns nothing, or { deny: "the reason", retryAfterMs? }'), report)
}

function isDelay(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === 'number' && Number.isFinite(value) && value >= 0)
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
