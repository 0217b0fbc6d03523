import type { TextSpan } from '../entities/entity.ts'
import { segmenterFor } from '../segmenters.ts'
import { type BreakLevel, betweenCharacters, breakLevels, inWhiteSpace } from './break-level.ts'
import { cutTestFor } from './cut-points.ts'

/** A place where a text may be split. */
export interface Break {
  /** Where the part before it ends, without white space. */
  readonly end: number
  /** Where the next part begins, behind the white space. */
  readonly next: number
  readonly level: BreakLevel
}

const whiteSpace = /^\s+$/

/**
 * Finds every place where a text may be split, from left to right: between words, and never inside a grapheme or one
 * of the entities. The last one is the end of the text without its trailing white space; it comes even for a text that
 * holds nothing else. `start` is where the first part begins.
 */
export function findBreaks(text: string, entities: readonly TextSpan[]): { start: number; breaks: Break[] } {
  const mayCut = cutTestFor(text, entities)
  const startsSentence = sentenceTestFor(text)
  const breaks: Break[] = []
  let start = 0
  let pieceStart = 0
  let spaceStart: number | undefined

  function closePiece(pieceEnd: number): void {
    const isSpace = whiteSpace.test(text.slice(pieceStart, pieceEnd))
    if (isSpace) {
      spaceStart ??= pieceStart
    } else if (spaceStart === 0) {
      start = pieceStart
    } else if (spaceStart !== undefined) {
      const level = inWhiteSpace(text.slice(spaceStart, pieceStart), startsSentence(pieceStart))
      breaks.push({ end: spaceStart, next: pieceStart, level })
    } else if (pieceStart > 0) {
      const level = betweenCharacters(text, pieceStart, startsSentence(pieceStart))
      if (level !== undefined) breaks.push({ end: pieceStart, next: pieceStart, level })
    }
    if (!isSpace) spaceStart = undefined
    pieceStart = pieceEnd
  }

  for (const { index } of segmenterFor('word').segment(text)) if (index > pieceStart && mayCut(index)) closePiece(index)
  if (text.length > 0) closePiece(text.length)

  if (spaceStart === 0) start = text.length
  const end = spaceStart === undefined ? text.length : Math.max(spaceStart, start)
  breaks.push({ end, next: text.length, level: breakLevels.end })
  return { start, breaks }
}

/** Tells of an offset whether a sentence starts there. Offsets must be asked for from left to right. */
function sentenceTestFor(text: string): (offset: number) => boolean {
  const sentences = segmenterFor('sentence').segment(text)[Symbol.iterator]()
  let start = 0
  return (offset) => {
    while (start < offset) start = sentences.next().value?.index ?? text.length
    return start === offset
  }
}
