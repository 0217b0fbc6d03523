import type { TextSpan } from '../entities/entity.ts'
import { findEntities } from '../entities/find-entities.ts'
import { fitsTextRules, type TextRule } from '../rules/text-rule.ts'
import { segmenterFor } from '../segmenters.ts'
import { cutTestFor } from './cut-points.ts'
import { findBreaks } from './find-breaks.ts'
import { furthestFitting } from './furthest-fitting.ts'

/** How to shorten a text. */
export interface TruncateTextOptions {
  /** What the result must keep, ellipsis included. */
  readonly rules: readonly TextRule[]
  /** What stands where text was left out; `…` when missing. */
  readonly ellipsis?: string | undefined
  /** The address of the whole text: it stands behind the ellipsis, and is never cut. A text that is whole has none. */
  readonly link?: string | undefined
}

/**
 * Shortens a text to its beginning and an ellipsis, with a link to the rest where one is given: for previews, quotations
 * and platforms with less room. A text that keeps the rules comes back unchanged. Cuts behind a word, or behind a grapheme where the last word would cost more than half of the room; never
 * inside a URL, mention or hashtag, and behind one a space keeps the ellipsis off the link. Gives the
 * ellipsis (or the link) alone when nothing fits with it, and an empty string when not even that fits. Never throws.
 */
export function truncateText(text: string, options: TruncateTextOptions): string {
  const { rules, ellipsis = '…', link } = options
  if (fitsTextRules(text, rules)) return text
  const beginning = beginningThatMatters(text, rules)
  const entities = findEntities(beginning)
  const entityEnds = new Set(entities.map((entity) => entity.end))

  const ending = link === undefined ? ellipsis : `${ellipsis} ${link}`
  const shortenedTo = (end: number) => beginning.slice(0, end) + (entityEnds.has(end) ? ' ' : '') + ending
  const longest = (ends: readonly number[]) => {
    const index = furthestFitting(ends.length, 0, (candidate) =>
      fitsTextRules(shortenedTo(ends[candidate] ?? 0), rules),
    )
    return index === undefined ? 0 : (ends[index] ?? 0)
  }

  const graphemeEnd = longest(graphemeEnds(beginning, entities))
  const wordEnd = longest(findBreaks(beginning, entities).breaks.map((place) => place.end))
  const end = wordEnd * 2 >= graphemeEnd ? wordEnd : graphemeEnd
  if (end > 0) return shortenedTo(end)
  const alone = link ?? ellipsis
  return fitsTextRules(alone, rules) ? alone : ''
}

/** A beginning twice as long as one that is too long, so that a preview of a book does not read the book. */
function beginningThatMatters(text: string, rules: readonly TextRule[]): string {
  let length = 1024
  while (length < text.length && fitsTextRules(text.slice(0, length), rules)) length *= 2
  return text.slice(0, length * 2)
}

function graphemeEnds(text: string, spans: readonly TextSpan[]): number[] {
  const mayCut = cutTestFor(text, spans)
  const ends: number[] = []
  for (const { index, segment } of segmenterFor('grapheme').segment(text)) {
    const end = index + segment.length
    if (segment.trim() !== '' && mayCut(end)) ends.push(end)
  }
  return ends
}
