/**
 * The only source of time in Tutti. Every wait goes through it, so that a test can replace it
 * with a virtual clock. All instants are milliseconds since the Unix epoch.
 */
export interface Clock {
  /** The current instant in epoch milliseconds. */
  now(): number
  /**
   * Runs `callback` once, `delayMs` from now. Delays beyond 2^31 ms are honoured.
   * @returns a function that cancels the timer; calling it twice is harmless
   */
  setTimer(delayMs: number, callback: () => void, options?: TimerOptions): () => void
  /** Resolves after `delayMs`, or rejects at once with the signal's reason when it is aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>
}

/** How a timer of a `Clock` waits. */
export interface TimerOptions {
  /** True for one that only looks whether there is something to do: a process that has nothing else to do ends before it. */
  readonly isIdle?: boolean | undefined
}

/** An instant as ISO 8601 text in UTC, for example `2026-12-01T08:00:00.000Z`. */
export type IsoInstant = string
