/** The shortest of several runs: what other work on the machine adds is not the function's own. */
function fastestMs(action: () => void): number {
  const runs = Array.from({ length: 4 }, () => {
    const startedMs = performance.now()
    action()
    return performance.now() - startedMs
  })
  return Math.min(...runs)
}

/** How many times longer sixteen times the text takes: about 16 when time is linear, about 256 when it is quadratic. */
function growth(action: (text: string) => void, piece: string, shortLength: number): number {
  const short = piece.repeat(Math.ceil(shortLength / piece.length))
  const long = short.repeat(16)
  const shortMs = fastestMs(() => action(short))
  return fastestMs(() => action(long)) / Math.max(shortMs, 0.02)
}

/** The smallest growth of a few tries: a pause of the machine can make one too large, hardly too small. */
export function smallestGrowth(action: (text: string) => void, piece: string, shortLength = 1000): number {
  let smallest = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 5 && smallest > 40; attempt += 1) {
    smallest = Math.min(smallest, growth(action, piece, shortLength))
  }
  return smallest
}
