import type { TuttiError } from '@tutti/model'

const firstDelayMs = 1_000
const maxDelayMs = 60_000
/** A connection that held for so long was no failure: the next one is opened soon again. */
const healthyMs = 60_000

/** How long to wait before a lost stream is opened again: full jitter, so that many clients don't come back at once. */
export class Backoff {
  #failures = 0

  /** `openForMs` is how long the connection held; `undefined` where it never came about. */
  next(error: TuttiError | undefined, openForMs: number | undefined): number {
    if (openForMs !== undefined && openForMs >= healthyMs) this.#failures = 0
    // Its reader was slow, the platform was not: there is nothing to wait for.
    if (error?.code === 'stream-overrun') return 0
    const delayMs = Math.random() * Math.min(maxDelayMs, firstDelayMs * 2 ** this.#failures)
    this.#failures += 1
    return Math.max(error?.retryAfterMs ?? 0, delayMs)
  }
}
