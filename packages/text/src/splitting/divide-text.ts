import { findEntities } from '../entities/find-entities.ts'
import { type Break, findBreaks } from './find-breaks.ts'

/** A text with the places where it may be cut. */
export interface DividedText {
  readonly text: string
  /** Where the first part begins. */
  readonly start: number
  readonly breaks: readonly Break[]
  /** Whether a part that begins at `partStart` may end at this break, as far as its meaning goes. */
  mayEndAt(partStart: number, place: Break): boolean
}

/**
 * Finds where a text may be cut. Where no white space is, a part may end only when it reads the same without what comes
 * next: `https://example.com-x` is no address, but its beginning would be one.
 */
export function divideText(text: string): DividedText {
  const entities = findEntities(text)
  const mayEndAt = (partStart: number, { end, next }: Break) => {
    if (end < next || end === text.length) return true
    const expected = entities.filter((entity) => entity.start >= partStart && entity.end <= end)
    const found = findEntities(text.slice(partStart, end))
    return (
      found.length === expected.length &&
      found.every((entity, index) => entity.text === expected[index]?.text && entity.kind === expected[index]?.kind)
    )
  }
  return { text, mayEndAt, ...findBreaks(text, entities) }
}
