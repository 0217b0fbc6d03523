import type { TextLimit } from '@tutti/model'
import type { Harness } from './harness.ts'

// Counts differ most in what follows: it is part of every text.
const start = '👩‍👩‍👧‍👦漢 '

// From one byte to thirty-five for one grapheme: with one of them, each rule is reached before the others are.
const fillers = ['a', 'é', '漢', '👍🏽', '👨‍👩‍👧‍👦', '👩🏽‍❤️‍💋‍👩🏽']

/**
 * A text of exactly `limit.maximum + over` by one rule, and within all the others. `undefined` where
 * another rule always bites first.
 */
export function textOfLength(harness: Harness, limit: TextLimit, over: 0 | 1): string | undefined {
  const { adapter, description } = harness
  const count = (text: string, by: TextLimit) => adapter.countText(text, { limit: by })
  const wanted = limit.maximum + over
  for (const filler of fillers) {
    const fillerCount = Math.max(1, count(filler, limit))
    // The start ends with white space, which some platforms count only when something follows.
    const startCount = count(`${start}a`, limit) - count('a', limit)
    let text = start + filler.repeat(Math.floor(Math.max(0, wanted - startCount) / fillerCount))
    text += 'a'.repeat(wanted - Math.min(wanted, count(text, limit)))
    const others = description.limits.text.filter((other) => other.unit !== limit.unit)
    if (count(text, limit) === wanted && others.every((other) => count(text, other) <= other.maximum)) return text
  }
  return undefined
}
