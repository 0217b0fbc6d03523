import { tagCharacters } from './x-characters.ts'
import type { XHashtagEntity } from './x-entity.ts'
import { xSpanMaker } from './x-span.ts'

// The variation selectors are marks, and end an emoji: a tag may follow one. # with one is a keycap emoji.
const hashtag = new RegExp(
  `(?<![&\\p{Cs}]|(?![\\ufe0e\\ufe0f])[${tagCharacters}])[#＃](?![\\ufe0f\\u20e3])([${tagCharacters}]+)`,
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
    // The character before a tag must not belong to another one.
    const isAttached = start > 0 && start === reached
    if (isAttached || !letter.test(tag)) continue
    reached = end
    mayNotFollow.lastIndex = end
    if (!mayNotFollow.test(text)) hashtags.push({ kind: 'hashtag', tag, ...spanOf(start, end) })
  }
  return hashtags
}
