import { countGraphemes } from '../counting/count-graphemes.ts'
import { countUtf8Bytes } from '../counting/count-utf8-bytes.ts'

/** What a platform takes for the name of a person or a tag: the part behind the sign. Pure JSON. */
export interface EntityRule {
  /** The signs that may stand before the name. */
  readonly signs: readonly string[]
  /** What the whole name must match: the source of a regular expression with the flag `u`. */
  readonly namePattern: string
  readonly maxGraphemes?: number | undefined
  readonly maxUtf8Bytes?: number | undefined
  /** The document that says so. */
  readonly source: string
  /** ISO date of when somebody looked. */
  readonly checkedAt: string
}

/**
 * Whether the name of a person or tag, without its sign, is one that the platform can turn into a link. Nothing is looked
 * up. For what stands in a text use the platform's own finder: it knows what may stand around it too.
 */
export function isEntityName(rule: EntityRule, name: string): boolean {
  const { maxGraphemes = Number.POSITIVE_INFINITY, maxUtf8Bytes = Number.POSITIVE_INFINITY } = rule
  // A grapheme is a UTF-16 unit at least: most names are short enough at sight.
  const isShortEnough = name.length <= maxGraphemes || countGraphemes(name) <= maxGraphemes
  return (
    isShortEnough && countUtf8Bytes(name) <= maxUtf8Bytes && new RegExp(`^(?:${rule.namePattern})$`, 'u').test(name)
  )
}
