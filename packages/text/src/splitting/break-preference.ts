import { breakLevels } from './break-level.ts'
import type { Break } from './find-breaks.ts'

/**
 * Puts the breaks from `first` to `furthest` in the order in which a part that begins at `partStart` should end at
 * them, as indexes:
 *
 * 1. Those that make the part at least half as long as it could be, by level: a short first paragraph does not make a
 *    part alone when the next would fill it.
 * 2. The others.
 * 3. Those of last resort.
 *
 * Of breaks that are equal in this, the one that makes the longer part comes first.
 */
export function inOrderOfPreference(
  breaks: readonly Break[],
  partStart: number,
  first: number,
  furthest: number,
): number[] {
  const halfway = (partStart + (breaks[furthest]?.end ?? partStart)) / 2
  const rankOf = (index: number) => {
    const { end, level } = breaks[index] as Break
    return level === breakLevels.lastResort || end >= halfway ? level : breakLevels.leavesShortPart
  }
  const indexes = Array.from({ length: furthest - first + 1 }, (_, offset) => furthest - offset)
  return indexes.sort((a, b) => rankOf(a) - rankOf(b))
}
