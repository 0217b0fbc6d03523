// Source of the algorithm: RFC 3492, sections 5 and 6, read 2026-11-25.
const base = 36
const skew = 38
const damp = 700
const leastThreshold = 1
const greatestThreshold = 26
const initialBias = 72
const firstNonAscii = 0x80

/** DNS allows no longer label. */
export const maxLabelLength = 63

/**
 * How long a label is the way DNS writes it: as it is when it is ASCII, else as `xn--` and Punycode. Counts no further
 * than is needed to tell that a label is too long, so that its time is bounded.
 */
export function punycodeLength(label: string): number {
  const codePoints = Array.from(label, (character) => character.codePointAt(0) ?? 0)
  const asciiCount = codePoints.filter((codePoint) => codePoint < firstNonAscii).length
  if (asciiCount === codePoints.length) return codePoints.length
  if (codePoints.length > maxLabelLength) return Number.POSITIVE_INFINITY
  const delimiterLength = asciiCount > 0 ? 1 : 0
  return 'xn--'.length + asciiCount + delimiterLength + countDigits(codePoints, asciiCount)
}

function countDigits(codePoints: readonly number[], asciiCount: number): number {
  let digits = 0
  let delta = 0
  let bias = initialBias
  let handled = asciiCount
  let reached = firstNonAscii
  while (handled < codePoints.length) {
    const from = reached
    const next = Math.min(...codePoints.filter((codePoint) => codePoint >= from))
    delta += (next - reached) * (handled + 1)
    for (const codePoint of codePoints) {
      if (codePoint < next) delta += 1
      if (codePoint !== next) continue
      digits += digitsOf(delta, bias)
      bias = adaptBias(delta, handled + 1, handled === asciiCount)
      delta = 0
      handled += 1
    }
    delta += 1
    reached = next + 1
  }
  return digits
}

function digitsOf(delta: number, bias: number): number {
  let digits = 1
  let rest = delta
  for (let position = base; ; position += base) {
    const threshold = Math.min(Math.max(position - bias, leastThreshold), greatestThreshold)
    if (rest < threshold) return digits
    rest = Math.floor((rest - threshold) / (base - threshold))
    digits += 1
  }
}

function adaptBias(delta: number, handled: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? damp : 2))
  rest += Math.floor(rest / handled)
  let bias = 0
  while (rest > ((base - leastThreshold) * greatestThreshold) / 2) {
    rest = Math.floor(rest / (base - leastThreshold))
    bias += base
  }
  return bias + Math.floor(((base - leastThreshold + 1) * rest) / (rest + skew))
}
