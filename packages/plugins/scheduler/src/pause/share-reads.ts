/**
 * Reads for many at once. Who asks while a read is under way shares the next one with all others who do: nobody gets
 * an answer that is older than the question, and a store that is busy is not asked the same again and again.
 */
export function shareReads<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  let next: Promise<T> | undefined
  const begin = (): Promise<T> => {
    const own = read().finally(() => {
      if (running === own) running = undefined
    })
    running = own
    return own
  }
  return () => {
    if (running === undefined) return begin()
    const before = running
    next ??= before
      .catch(() => {})
      .then(() => {
        next = undefined
        return begin()
      })
    return next
  }
}
