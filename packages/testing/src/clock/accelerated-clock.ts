import { systemClock } from '@tutti/adapter-kit'
import type { Clock } from '@tutti/model'

/** How an accelerated clock runs. Pure JSON: clocks of several processes that share it agree. */
export interface ClockPace {
  /** Epoch milliseconds of the real moment at which both times were the same. */
  readonly startMs: number
  /** So many times faster than the real time. */
  readonly factor: number
}

/** A clock that runs faster than the real one: long waits become short, and sockets still work. */
export function acceleratedClock({ startMs, factor }: ClockPace): Clock {
  return {
    now: () => Math.round(startMs + (Date.now() - startMs) * factor),
    setTimer: (delayMs, callback) => systemClock.setTimer(delayMs / factor, callback),
    sleep: (delayMs, signal) => systemClock.sleep(delayMs / factor, signal),
  }
}
