import type { Clock } from '@tutti/model'

/** A clock that stands still until the test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Moves time forward. Timers that fall due run in order of their time, each at its own instant, and
   * promises settle after each; timers set meanwhile run too when they fall due. Sockets and files
   * have no part in this: wait for those yourself.
   */
  advance(byMs: number): Promise<void>
  /** How many timers and sleeps wait: 0 after a clean teardown. */
  readonly pendingCount: number
  /** Epoch milliseconds of the next timer, if one waits. */
  readonly nextAt: number | undefined
}

interface Timer {
  readonly at: number
  readonly callback: () => void
}

// All microtasks run before the next turn of the event loop.
const settlePromises = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Makes a clock that starts at `startMs` (epoch milliseconds; 2026-01-01 when absent). */
export function virtualClock(options: { readonly startMs?: number | undefined } = {}): VirtualClock {
  let now = options.startMs ?? Date.UTC(2026, 0, 1)
  const timers = new Set<Timer>()

  const nextTimer = (): Timer | undefined => {
    let next: Timer | undefined
    // Sets keep their order, so timers of one instant run in the order in which they were set.
    for (const timer of timers) if (!next || timer.at < next.at) next = timer
    return next
  }
  const setTimer = (delayMs: number, callback: () => void) => {
    const timer: Timer = { at: now + Math.max(0, delayMs), callback }
    timers.add(timer)
    return () => void timers.delete(timer)
  }

  return {
    now: () => now,
    setTimer,
    sleep(delayMs, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const abort = () => {
          cancel()
          reject(signal?.reason)
        }
        const cancel = setTimer(delayMs, () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        })
        signal?.addEventListener('abort', abort, { once: true })
      })
    },
    async advance(byMs) {
      const until = now + byMs
      await settlePromises()
      for (let timer = nextTimer(); timer && timer.at <= until; timer = nextTimer()) {
        timers.delete(timer)
        now = Math.max(now, timer.at)
        timer.callback()
        await settlePromises()
      }
      now = until
    },
    get pendingCount() {
      return timers.size
    },
    get nextAt() {
      return nextTimer()?.at
    },
  }
}
