import { emojiEnd } from './emoji.ts'
import { findXUrls } from './find-x-urls.ts'
import { invalidCharacters } from './x-characters.ts'
import { type XTextConfig, xTextConfig } from './x-text-config.ts'

const invalid = new RegExp(`[${invalidCharacters}]`)

/** A text as X measures it. */
export interface XTextMeasure {
  readonly weightedLength: number
  /** Thousandths of what is allowed, rounded down: 1000 is a full post. */
  readonly permillage: number
  /** Whether X takes it: not empty, not too long, and without a character that no post may hold. */
  readonly isValid: boolean
  /** Offset in UTF-16 units where the part ends that X would take: what is behind is too much. */
  readonly validEnd: number
}

/**
 * Measures a text as X does: composed (NFC), an address counts `urlLength`, an emoji and most other characters outside of
 * alphabets two. Never throws, and takes time linear in the text's length.
 *
 * Source: parseTweet of twitter-text 3.1.0 and its published vectors, read 2026-11-25.
 */
export function measureXText(text: string, config: XTextConfig = xTextConfig): XTextMeasure {
  const composed = text.normalize()
  const { maxWeightedLength } = config
  let weightedLength = 0
  let composedEnd = 0
  let isValid = true
  for (const { start, end, weight } of weightedPieces(composed, config)) {
    weightedLength += weight
    isValid &&= !invalid.test(composed.slice(start, end))
    if (isValid && weightedLength <= maxWeightedLength) composedEnd = end
  }
  return {
    weightedLength,
    permillage: Math.floor((weightedLength / maxWeightedLength) * 1000),
    isValid: isValid && weightedLength > 0 && weightedLength <= maxWeightedLength,
    validEnd: offsetBeforeComposing(text, composed, composedEnd),
  }
}

/** The weighted length alone, for a rule or a counter: see {@link measureXText}. */
export function countX(text: string, config: XTextConfig = xTextConfig): number {
  let weightedLength = 0
  for (const { weight } of weightedPieces(text.normalize(), config)) weightedLength += weight
  return weightedLength
}

function* weightedPieces(text: string, config: XTextConfig) {
  const urls = findXUrls(text)
  let urlIndex = 0
  for (let start = 0; start < text.length; ) {
    while ((urls[urlIndex]?.start ?? start) < start) urlIndex += 1
    const url = urls[urlIndex]
    if (url?.start === start) {
      yield { start, end: url.end, weight: config.urlLength }
      start = url.end
      continue
    }
    const emoji = config.countsEmojiAsOne ? emojiEnd(text, start) : undefined
    const codePoint = text.codePointAt(start) ?? 0
    const end = emoji ?? start + (codePoint > 0xffff ? 2 : 1)
    yield { start, end, weight: emoji === undefined ? weightOf(codePoint, config) : config.defaultWeight }
    start = end
  }
}

function weightOf(codePoint: number, { ranges, defaultWeight }: XTextConfig): number {
  for (const { start, end, weight } of ranges) if (codePoint >= start && codePoint <= end) return weight
  return defaultWeight
}

/** The longest beginning of the text that is no longer than `composedEnd` once composed. */
function offsetBeforeComposing(text: string, composed: string, composedEnd: number): number {
  if (composedEnd === composed.length) return text.length
  if (text === composed) return composedEnd
  let fitting = 0
  let tooLong = text.length
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2)
    if (text.slice(0, middle).normalize().length <= composedEnd) fitting = middle
    else tooLong = middle
  }
  return fitting
}
