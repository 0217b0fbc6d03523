import type { Clock } from '@tutti/model'

/** What one timer of the platform can hold; longer ones fire at once instead. */
const maxTimerMs = 2 ** 31 - 1

/** The real time. Delays beyond 2^31 ms are waited in pieces, and the clock is read again after each. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delayMs, callback, { isIdle = false } = {}) {
    const dueAt = Date.now() + delayMs
    let timer: ReturnType<typeof setTimeout>
    const wait = (remainingMs: number) => {
      timer =
        remainingMs <= maxTimerMs
          ? setTimeout(callback, remainingMs)
          : setTimeout(() => wait(dueAt - Date.now()), maxTimerMs)
      // Browsers have no processes, and numbers for timers.
      if (isIdle && typeof timer === 'object') timer.unref()
    }
    wait(delayMs)
    return () => clearTimeout(timer)
  },
  sleep(delayMs, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason)
        return
      }
      const stop = () => {
        cancel()
        reject(signal?.reason)
      }
      const cancel = systemClock.setTimer(delayMs, () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      })
      signal?.addEventListener('abort', stop, { once: true })
    })
  },
}
