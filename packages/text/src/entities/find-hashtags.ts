import type { HashtagEntity } from './entity.ts'
import { spanMaker } from './utf8-offsets.ts'

// Letters, marks, digits and underscores of any script, and the signs that words of some scripts are written with:
// middle dots (Catalan, Japanese), joiners (Persian, Indic scripts), geresh, gershayim and maqaf (Hebrew), tsheg
// (Tibetan), ditto mark and wave dash (Japanese). Sources, read 2026-11-22: Tag::HASHTAG_RE of mastodon/mastodon,
// app/models/tag.rb; the hashtag cases of twitter-text 3.1.0, conformance/extract.yml, for the signs.
// A keycap emoji (# with U+FE0F) is no hashtag; one directly behind another emoji's variation selector is.
const hashtag =
  /(?<![\p{L}\p{N}\p{Pc}&/=@#＃]|(?![\ufe0e\ufe0f])\p{M})[#＃]([\p{L}\p{N}\p{Pc}][\p{L}\p{M}\p{N}\p{Pc}\u00b7\u05be\u05f3\u05f4\u0f0b\u0f0c\u200c-\u200d\u3003\u301c\u30fb\uff5e]*)/gu
const onlyBetweenLetters = '\u00b7\u05be\u200c\u200d\u301c\u30fb\uff5e'
const letter = /\p{Alphabetic}/u

/**
 * Finds hashtags in any script, from left to right. A tag of digits alone is none, and neither is one directly behind
 * a letter, a digit, `_`, `&`, `/`, `=`, `@` or another `#`. Punctuation ends a tag,
 * and so does the scheme of an address written directly behind it.
 *
 * Platforms draw narrower lines: Mastodon links a tag only behind white space, and Bluesky allows 64 graphemes in one.
 *
 * Never throws, and takes time linear in the text's length.
 */
export function findHashtags(text: string): HashtagEntity[] {
  const hashtags: HashtagEntity[] = []
  const spanOf = spanMaker(text)
  for (const match of text.matchAll(hashtag)) {
    const run = match[1] ?? ''
    const isBeforeAddress = text.startsWith('://', match.index + 1 + run.length)
    const tag = withoutTrailingSigns(isBeforeAddress ? run.replace(/https?$/i, '') : run)
    if (!letter.test(tag)) continue
    hashtags.push({ kind: 'hashtag', tag, ...spanOf(match.index, match.index + 1 + tag.length) })
  }
  return hashtags
}

function withoutTrailingSigns(name: string): string {
  let end = name.length
  while (end > 0 && onlyBetweenLetters.includes(name.charAt(end - 1))) end -= 1
  return name.slice(0, end)
}
