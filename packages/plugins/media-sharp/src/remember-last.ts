/** Runs work once for each key, and remembers what came of the last so many. What failed is forgotten. */
export function rememberLast<Input, Output>(
  size: number,
  work: (input: Input) => Promise<Output>,
): (key: string, input: Input) => Promise<Output> {
  const known = new Map<string, Promise<Output>>()
  return (key, input) => {
    const found = known.get(key) ?? work(input)
    // Set anew, so that the first of the map is the one that was not asked for longest.
    known.delete(key)
    known.set(key, found)
    found.catch(() => known.delete(key))
    for (const oldest of known.keys()) {
      if (known.size <= size) break
      known.delete(oldest)
    }
    return found
  }
}
