import type { LimitKey } from '@tutti/model'

/** How many limits are remembered before those that are free again are forgotten. */
const sweepAbove = 1000

/** When limits are free again, as far as this process was told. */
export class FreeTimes {
  readonly #freeAt = new Map<string, number>()

  note(limits: readonly LimitKey[], at: number): void {
    for (const { key } of limits) this.#freeAt.set(key, at)
  }

  /** When `cost` more could have been sent at the earliest. */
  estimate(limits: readonly LimitKey[], cost: number, nowMs: number): number {
    if (this.#freeAt.size > sweepAbove) for (const [key, at] of this.#freeAt) if (at <= nowMs) this.#freeAt.delete(key)
    let estimate = nowMs
    for (const { key, windows } of limits) {
      const freeAt = Math.max(nowMs, this.#freeAt.get(key) ?? nowMs)
      for (const { budget, windowMs } of windows) {
        estimate = Math.max(estimate, freeAt + Math.max(0, Math.ceil(cost / budget) - 1) * windowMs)
      }
    }
    return estimate
  }
}
