import type { Clock } from '@tutti/model'

/** The real time, for waits of minutes. */
export const timers: Pick<Clock, 'now' | 'setTimer'> = {
  now: () => Date.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
