import type { TextSpan } from '../entities/entity.ts'
import { spanMaker } from '../entities/utf8-offsets.ts'

/** A change of a text: what stands from `start` up to `end`, in UTF-16 units, becomes `replacement`. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly replacement: string
}

/** A text with entities in it. */
export interface RichText<Span extends TextSpan> {
  readonly text: string
  /** Sorted by their start, without overlap. */
  readonly spans: readonly Span[]
}

/**
 * Changes a text in one or more places and moves what stands in it along: behind a change by its difference, around a
 * change to its new ends. What is written at the very start or end of an entity does not become part of it. An entity of
 * which nothing is left is left out. Only `text` and the offsets of an entity change. The edits must be sorted by their
 * start and must not overlap; their offsets are those of the text as it is given.
 */
export function editText<Span extends TextSpan>(
  { text, spans }: RichText<Span>,
  edits: readonly TextEdit[],
): RichText<Span> {
  let edited = ''
  let reached = 0
  for (const { start, end, replacement } of edits) {
    edited += text.slice(reached, start) + replacement
    reached = end
  }
  edited += text.slice(reached)

  const moveStart = startMover(edits)
  const moveEnd = endMover(edits)
  const spanOf = spanMaker(edited)
  const moved = spans.flatMap((span) => {
    const start = moveStart(span.start)
    const end = moveEnd(span.end)
    return end > start ? [{ ...span, ...spanOf(start, end) }] : []
  })
  return { text: edited, spans: moved }
}

/** Tells where the start of an entity moves: behind an edit that it stands in. Offsets must be asked for in order. */
function startMover(edits: readonly TextEdit[]): (offset: number) => number {
  let index = 0
  let difference = 0
  let reached = 0
  return (offset) => {
    for (let edit = edits[index]; edit !== undefined && edit.start <= offset; edit = edits[index]) {
      difference += differenceOf(edit)
      reached = edit.end
      index += 1
    }
    return Math.max(offset, reached) + difference
  }
}

/** Tells where the end of an entity moves: before an edit that it stands in. Offsets must be asked for in order. */
function endMover(edits: readonly TextEdit[]): (offset: number) => number {
  let index = 0
  let difference = 0
  return (offset) => {
    for (let edit = edits[index]; edit !== undefined && edit.end < offset; edit = edits[index]) {
      difference += differenceOf(edit)
      index += 1
    }
    return Math.min(offset, edits[index]?.start ?? offset) + difference
  }
}

function differenceOf({ start, end, replacement }: TextEdit): number {
  return replacement.length - (end - start)
}
