/** The first `limit` of some things that come one after another; all of them when absent. */
export async function collect<T>(items: AsyncIterable<T>, limit = Number.POSITIVE_INFINITY): Promise<readonly T[]> {
  const collected: T[] = []
  if (limit <= 0) return collected
  for await (const item of items) {
    collected.push(item)
    if (collected.length >= limit) break
  }
  return collected
}
