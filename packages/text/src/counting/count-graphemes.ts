import { segmenterFor } from '../segmenters.ts'
import { carriageReturn, isStandaloneUnit, lineFeed } from './standalone-characters.ts'

/**
 * Counts extended grapheme clusters: what a reader takes for one character. A family emoji, a flag, a letter with its
 * combining marks and CR + LF are one each; a lone surrogate is one. Takes time linear in the text's length, and
 * calls `Intl.Segmenter` only for the stretches that need it.
 *
 * Bluesky limits a post by it (`maxGraphemes` in app.bsky.feed.post), Mastodon counts in it.
 *
 * Source: Unicode Standard Annex #29 through `Intl.Segmenter`; the result follows the runtime's Unicode version.
 */
export function countGraphemes(text: string): number {
  let count = 0
  let index = 0
  while (index < text.length) {
    const unit = text.charCodeAt(index)
    if (!isStandaloneUnit(unit)) {
      const stretchEnd = endOfStretch(text, index)
      count += graphemesAddedBy(text, index, stretchEnd)
      index = stretchEnd
    } else {
      const endsLineBreak = unit === lineFeed && index > 0 && text.charCodeAt(index - 1) === carriageReturn
      if (!endsLineBreak) count += 1
      index += 1
    }
  }
  return count
}

/** The end of the stretch of characters that may join others, from `start` on. */
function endOfStretch(text: string, start: number): number {
  let end = start + 1
  while (end < text.length && !isStandaloneUnit(text.charCodeAt(end))) end += 1
  return end
}

/**
 * How many graphemes a stretch adds to those of the characters around it. Its neighbours are segmented with it,
 * because a mark may join the character before and a prepended sign the one behind; they are counted elsewhere.
 * Negative where a joiner makes one grapheme of both neighbours.
 */
function graphemesAddedBy(text: string, start: number, end: number): number {
  const from = Math.max(0, start - 1)
  const to = Math.min(text.length, end + 1)
  let segments = 0
  for (const _ of segmenterFor('grapheme').segment(text.slice(from, to))) segments += 1
  return segments - (start - from) - (to - end)
}
