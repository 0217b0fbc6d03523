import { InvalidInputError } from '../errors/classes.ts'

/**
 * Wakes workers up in time. The store stays the truth: an engine may wake twice, a little early, late,
 * or lose a wake-up altogether, and the sweep behind it finds what is due. So losing a whole queue
 * loses nothing but punctuality.
 *
 * Clients that share a queue share its wake-ups: each reaches one of those that listen, so all of them
 * have the same plugins. Implementations pass `describeEngine` of `@tutti/testing`.
 */
export interface Engine {
  /**
   * Asks for a wake-up; called after the store's commit. The same instant and key asked for again,
   * before it is due, is one wake-up. A time in the past is at once.
   *
   * @param at epoch milliseconds, any number of years ahead
   * @param key any string; listeners get it back as it is
   * @throws InvalidInputError `invalid-input` (see `checkWakeUp`); EngineError `engine-failed` when the
   * queue can't be reached, or the engine is closed: the wake-up is then left to the sweep
   */
  wake(at: number, key: string): Promise<void>
  /**
   * Listens for wake-ups; those that came due while nobody did are delivered at once. Returns before
   * a connection is there, and needs none: a queue that is away is asked again until it is back.
   * What a listener throws keeps nobody else from being woken.
   *
   * A wake-up that a process has taken ends with it when it is killed at that very moment; some
   * engines deliver it again later. What nobody had taken goes to the others.
   *
   * @returns the undo
   */
  onWake(listener: (key: string) => void): () => void
  /** Stops listening and releases connections and timers, also while the queue is away. Idempotent. */
  close(): Promise<void>
}

/** The last instant that every queue can hold: the end of the year 9999. */
const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * What every engine asks of a wake-up.
 *
 * @throws InvalidInputError `invalid-input` with `path` `at` or `key`
 */
export function checkWakeUp(at: number, key: string): void {
  if (!Number.isFinite(at) || at > lastInstant) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `A wake-up is at an instant in epoch milliseconds up to the year 9999, not at ${at}.`,
      path: 'at',
    })
  }
  if (typeof key !== 'string') {
    throw new InvalidInputError({ code: 'invalid-input', message: 'The key of a wake-up is a string.', path: 'key' })
  }
}
