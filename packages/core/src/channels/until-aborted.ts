import { abortedError } from '../errors/call-errors.ts'

/** The same result, or `aborted` as soon as the signal is: what was begun goes on by itself. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // Nobody hears how it ends: a failure then must not end the process.
    promise.catch(() => undefined)
    return Promise.reject(abortedError())
  }
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(abortedError())
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
