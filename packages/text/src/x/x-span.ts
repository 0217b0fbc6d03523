import { spanMaker } from '../entities/utf8-offsets.ts'
import type { XSpan } from './x-entity.ts'

/**
 * Returns a function that makes the span of a range. Ranges must be asked for from left to right, so that all spans of a
 * text together take linear time.
 */
export function xSpanMaker(source: string): (start: number, end: number) => XSpan {
  const spanOf = spanMaker(source)
  let reached = 0
  let reachedCodePoints = 0

  function codePointsUpTo(offset: number): number {
    while (reached < offset) {
      reached += (source.codePointAt(reached) ?? 0) > 0xffff ? 2 : 1
      reachedCodePoints += 1
    }
    return reachedCodePoints
  }

  return (start, end) => {
    const codePointStart = codePointsUpTo(start)
    const codePointEnd = codePointsUpTo(end)
    return { ...spanOf(start, end), codePointStart, codePointEnd }
  }
}
