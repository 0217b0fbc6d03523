import type { XHashtagEntity } from './x-entity.ts'
import { xSpanMaker } from './x-span.ts'

// The signs that words of some scripts are written with: joiners (Persian, Indic scripts), maqaf, geresh and gershayim
// (Hebrew), wave dashes, sound marks, double hyphen, middle dot and ditto mark (Japanese), tsheg (Tibetan), middle dot
// (Catalan), payerok (Cyrillic).
const signs =
  '_\\u200c\\u200d\\ua67e\\u05be\\u05f3\\u05f4\\uff5e\\u301c\\u309b\\u309c\\u30a0\\u30fb\\u3003\\u0f0b\\u0f0c\\u00b7'
const tagCharacter = `\\p{L}\\p{M}\\p{Nd}${signs}`
// The variation selectors are marks, and end an emoji: a tag may follow one. # with one is a keycap emoji.
const hashtag = new RegExp(
  `(?<![&\\p{Cs}]|(?![\\ufe0e\\ufe0f])[${tagCharacter}])[#＃](?![\\ufe0f\\u20e3])([${tagCharacter}]+)`,
  'gu',
)
const letter = /[\p{L}\p{M}]/u
const mayNotFollow = /[#＃]|:\/\//y

/**
 * Finds what X may take for hashtags, from left to right, also inside of addresses: letters, digits and `_` of any script
 * with one letter at least, behind anything but a letter, a digit, `_` or `&`.
 *
 * Source: twitter-text 3.1.0 and its published vectors, read 2026-11-25.
 */
export function findXHashtags(text: string): XHashtagEntity[] {
  const hashtags: XHashtagEntity[] = []
  const spanOf = xSpanMaker(text)
  let reached = 0
  for (const match of text.matchAll(hashtag)) {
    const [whole, tag = ''] = match
    const start = match.index
    const end = start + whole.length
    if (!letter.test(tag)) continue
    // The character before a tag must not belong to another one.
    const isAttached = start > 0 && start === reached
    reached = end
    mayNotFollow.lastIndex = end
    if (!isAttached && !mayNotFollow.test(text)) hashtags.push({ kind: 'hashtag', tag, ...spanOf(start, end) })
  }
  return hashtags
}
