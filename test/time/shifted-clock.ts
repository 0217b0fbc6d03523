import { type Clock, systemClock } from '@tutti/core'

/** The variable that tells a process by how much its clock is off at its start, in milliseconds. */
export const offsetVariable = 'TUTTI_CLOCK_OFFSET_MS'

/** Tells a process that its clock jumps. */
export interface SetClock {
  /** From the real time on, in milliseconds. */
  readonly offsetMs: number
}

/** A clock of this process that several others share: it is off by the same, and jumps with theirs. */
export interface ShiftedClock extends Clock {
  readonly offsetMs: number
  /** Forwards, or backwards. */
  jump(byMs: number): void
}

/** Makes one that shows `startMs` now, in epoch milliseconds. */
export function shiftedClock(startMs: number): ShiftedClock {
  let offsetMs = startMs - Date.now()
  return {
    ...systemClock,
    now: () => Date.now() + offsetMs,
    get offsetMs() {
      return offsetMs
    },
    jump(byMs) {
      offsetMs += byMs
    },
  }
}
