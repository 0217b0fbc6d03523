import type { Clock } from '@tutti/model'

/** A clock whose waits end when the client closes: with the reason of `closing`. Timers are left alone. */
export function closingClock(clock: Clock, closing: AbortSignal): Clock {
  return {
    now: () => clock.now(),
    setTimer: (delayMs, callback, options) => clock.setTimer(delayMs, callback, options),
    sleep: (delayMs, signal) => clock.sleep(delayMs, signal ? AbortSignal.any([closing, signal]) : closing),
  }
}
