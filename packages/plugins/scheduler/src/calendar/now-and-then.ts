import type { Clock } from '@tutti/model'

/** Work for the sweep that has nothing to do most of the time: the first sweep does it, later ones no more often than this. */
export function nowAndThen(clock: Clock, everyMs: number, work: () => Promise<void>): () => Promise<void> {
  let nextAt = Number.NEGATIVE_INFINITY
  return async () => {
    const now = clock.now()
    if (now < nextAt) return
    await work()
    nextAt = now + everyMs
  }
}
