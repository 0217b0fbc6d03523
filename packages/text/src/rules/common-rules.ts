import { countCodePoints } from '../counting/count-code-points.ts'
import { countGraphemes } from '../counting/count-graphemes.ts'
import { type CountMastodonOptions, countMastodon } from '../counting/count-mastodon.ts'
import { countUtf8Bytes } from '../counting/count-utf8-bytes.ts'
import { countUtf16Units } from '../counting/count-utf16-units.ts'
import type { TextRule } from './text-rule.ts'

/** At most so many graphemes, as {@link countGraphemes} counts. Its unit is `graphemes`. */
export function graphemeRule(maxGraphemes: number): TextRule {
  return { unit: 'graphemes', maximum: maxGraphemes, count: countGraphemes }
}

/** At most so many bytes of UTF-8, as {@link countUtf8Bytes} counts. Its unit is `utf8-bytes`. */
export function utf8ByteRule(maxBytes: number): TextRule {
  return { unit: 'utf8-bytes', maximum: maxBytes, count: countUtf8Bytes }
}

/** At most so many code points, as {@link countCodePoints} counts. Its unit is `code-points`. */
export function codePointRule(maxCodePoints: number): TextRule {
  return { unit: 'code-points', maximum: maxCodePoints, count: countCodePoints }
}

/**
 * At most so many characters by Mastodon's own rule, as {@link countMastodon} counts. A content warning takes its
 * share of every part of a thread, because every part carries it. Its unit is `mastodon-characters`.
 */
export function mastodonRule(maxCharacters: number, options: CountMastodonOptions = {}): TextRule {
  return { unit: 'mastodon-characters', maximum: maxCharacters, count: (text) => countMastodon(text, options) }
}

/** At most so many UTF-16 units, as {@link countUtf16Units} counts. Its unit is `utf16-units`. */
export function utf16UnitRule(maxUnits: number): TextRule {
  return { unit: 'utf16-units', maximum: maxUnits, count: countUtf16Units }
}
