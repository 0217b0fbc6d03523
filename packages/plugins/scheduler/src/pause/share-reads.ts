import type { Clock } from '@tutti/model'

/** A read that takes longer is one whose connection is gone: the next does not wait for it. */
const patienceMs = 2_000

/**
 * Reads for many at once. Who asks while a read is under way shares the next one with all others who do: nobody gets
 * an answer that is older than the question, and a store that is busy is not asked the same again and again.
 */
export function shareReads<T>(clock: Pick<Clock, 'now'>, read: () => Promise<T>): () => Promise<T> {
  let running: { readonly result: Promise<T>; readonly since: number } | undefined
  let next: Promise<T> | undefined
  const begin = (): Promise<T> => {
    next = undefined
    const own = { result: read(), since: clock.now() }
    running = own
    const end = () => {
      if (running === own) running = undefined
    }
    own.result.then(end, end)
    return own.result
  }
  return () => {
    if (running === undefined || clock.now() - running.since > patienceMs) return begin()
    next ??= running.result.then(begin, begin)
    return next
  }
}
