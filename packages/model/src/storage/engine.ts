/**
 * Wakes a worker up in time. The store stays the truth: an engine may wake too early, twice, or
 * lose a wake-up altogether; the sweep behind it finds what is due.
 */
export interface Engine {
  /** Asks for a wake-up at `at` (epoch milliseconds). Called after the store's commit. */
  wake(at: number, key: string): Promise<void>
  /** Listens for wake-ups. @returns the undo */
  onWake(listener: (key: string) => void): () => void
  close(): Promise<void>
}
