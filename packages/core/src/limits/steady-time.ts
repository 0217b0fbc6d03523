import type { Clock } from '@tutti/model'

/**
 * The clock's time made monotonic. When the machine's clock is set back, no wait grows longer: steady
 * time goes on, and what the platform says about instants is moved along.
 */
export class SteadyTime {
  readonly #clock: Clock
  #offsetMs = 0
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds that never decrease; equal to the clock's until it is set back. */
  now(): number {
    const nowMs = this.#clock.now() + this.#offsetMs
    if (nowMs >= this.#lastMs) {
      this.#lastMs = nowMs
      return nowMs
    }
    this.#offsetMs += this.#lastMs - nowMs
    return this.#lastMs
  }

  /** A timer that was set for this instant has fired: it is no earlier, whatever the clock shows. */
  reach(instantMs: number): void {
    const nowMs = this.now()
    if (nowMs >= instantMs) return
    this.#offsetMs += instantMs - nowMs
    this.#lastMs = instantMs
  }

  /** An instant of the clock in steady time. Call `now` first: it notices that the clock was set back. */
  fromClock(instantMs: number): number {
    return instantMs + this.#offsetMs
  }

  /** An instant in steady time as the clock will show it. */
  toClock(instantMs: number): number {
    return instantMs - this.#offsetMs
  }
}
