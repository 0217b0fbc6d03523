import { carriageReturn, isStandaloneUnit, lineFeed } from '../counting/standalone-characters.ts'
import type { TextSpan } from '../entities/entity.ts'
import { segmenterFor } from '../segmenters.ts'

/** Tells of an offset whether a text may be cut there. Offsets must be asked for from left to right. */
export type CutTest = (offset: number) => boolean

/** Allows cuts between graphemes, and not inside any of the spans, which must be sorted and must not overlap. */
export function cutTestFor(text: string, spans: readonly TextSpan[]): CutTest {
  const isGraphemeStart = graphemeStartTestFor(text)
  let spanIndex = 0
  return (offset) => {
    while (spanIndex < spans.length && (spans[spanIndex]?.end ?? 0) <= offset) spanIndex += 1
    const span = spans[spanIndex]
    const isInsideSpan = span !== undefined && span.start < offset
    return !isInsideSpan && isGraphemeStart(offset)
  }
}

// Walks along instead of asking the segmenter for one offset at a time: to answer that in a long row of flags, it must
// count them from the beginning.
function graphemeStartTestFor(text: string): CutTest {
  const segments = segmenterFor('grapheme').segment(text)[Symbol.iterator]()
  let start = 0
  return (offset) => {
    const before = text.charCodeAt(offset - 1)
    const after = text.charCodeAt(offset)
    if (isStandaloneUnit(before) && isStandaloneUnit(after)) return !(before === carriageReturn && after === lineFeed)
    while (start < offset) start = segments.next().value?.index ?? text.length
    return start === offset
  }
}
