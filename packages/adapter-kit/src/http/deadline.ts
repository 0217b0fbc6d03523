import { type Clock, type Outcome, TransportError } from '@tutti/model'

/** Ends one exchange: when the caller aborts, or when its time is over. */
export interface Deadline {
  readonly signal: AbortSignal
  /** The error that says why the exchange ended, or `undefined` while it has not. */
  explain(outcome: Outcome): TransportError | undefined
  /** Frees timer and listener. */
  stop(): void
}

/** No busy process is so late for a timer, in milliseconds. */
const sleptMs = 5_000

/** Starts the time of one exchange. Own controller and timer: `AbortSignal.any` and `timeout` cost more and ignore the clock. */
export function startDeadline(clock: Clock, parent: AbortSignal, timeoutMs: number): Deadline {
  const controller = new AbortController()
  let timedOut = false
  const abort = () => controller.abort(parent.reason)
  let cancel = () => {}
  const start = (mayHaveSlept: boolean) => {
    const dueAt = clock.now() + timeoutMs
    cancel = clock.setTimer(timeoutMs, () => {
      // This process or its machine has slept: the answer may lie in the socket, and gets its time anew, once.
      if (mayHaveSlept && clock.now() > dueAt + sleptMs) return start(false)
      timedOut = true
      controller.abort()
    })
  }
  start(true)
  if (parent.aborted) {
    abort()
  } else {
    parent.addEventListener('abort', abort)
  }
  return {
    signal: controller.signal,
    explain(outcome) {
      if (!controller.signal.aborted) {
        return undefined
      }
      return timedOut
        ? new TransportError({ code: 'timeout', message: `no answer within ${timeoutMs} ms`, outcome, retryable: true })
        : abortedError(outcome)
    },
    stop() {
      cancel()
      parent.removeEventListener('abort', abort)
    },
  }
}

/** The caller has aborted. */
export function abortedError(outcome: Outcome): TransportError {
  return new TransportError({ code: 'aborted', message: 'the request was aborted by its caller', outcome })
}
