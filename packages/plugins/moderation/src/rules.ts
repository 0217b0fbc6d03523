import { parseOptions } from '@tutti/core'
import { InvalidInputError } from '@tutti/model'
import { RE2JS } from 're2js'
import * as z from 'zod/mini'
import { plainWords } from './normalise.ts'

/** What a rule asks for: hide it from others, or only point it out to a person. */
export type RuleAction = 'hide' | 'flag'

/** Words and phrases, found in other spellings too: accents, look-alike letters, spaced-out letters. */
export interface WordsRule {
  readonly kind: 'words'
  readonly words: readonly string[]
  readonly action: RuleAction
}

/** More links than a comment should have. */
export interface LinksRule {
  readonly kind: 'links'
  /** This many are fine. */
  readonly max: number
  /** Hosts that don't count, with everything below them: `shop.example` covers `www.shop.example`. */
  readonly allow: readonly string[]
  readonly action: RuleAction
}

/** Regular expressions in RE2 syntax: matched in linear time, whatever they are given. */
export interface PatternsRule {
  readonly kind: 'patterns'
  readonly patterns: readonly string[]
  readonly action: RuleAction
}

/** A rule is data: it can be stored, shown, and tried on history. */
export type ModerationRule = WordsRule | LinksRule | PatternsRule

const action = z.optional(z.enum(['hide', 'flag']))
const text = z.string().check(z.refine((value) => value.trim() !== '', 'must not be empty'))
const pattern = z.string().check(z.refine(isPattern, 'must be a regular expression in RE2 syntax'))

const word = z.string().check(z.refine((value) => plainWords(value).length > 0, 'must contain a letter or digit'))
const wordsSchema = z.strictObject({ words: z.array(word).check(z.minLength(1)), action })
const linksSchema = z.strictObject({ max: z.int().check(z.nonnegative()), allow: z.optional(z.array(text)), action })
const patternsSchema = z.strictObject({ patterns: z.array(pattern).check(z.minLength(1)), action })

function isPattern(value: string): boolean {
  try {
    RE2JS.compile(value)
    return true
  } catch {
    return false
  }
}

/** Reads one part of a rule; what is wrong with it is a wrong rule, not a wrong option. */
function parseRule<T>(schema: Parameters<typeof parseOptions<T>>[0], value: unknown, place: string): T {
  try {
    return parseOptions(schema, value, place)
  } catch (error) {
    if (!InvalidInputError.isInstance(error)) throw error
    throw new InvalidInputError({ code: 'rule-invalid', message: error.message, path: error.path })
  }
}

/** Makes rules. Every one throws InvalidInputError `rule-invalid`, with the place, for what can't be used. */
export const rules = {
  /** Hides comments with one of these words or phrases. */
  words(words: readonly string[], options: { readonly action?: RuleAction | undefined } = {}): WordsRule {
    const rule = parseRule(wordsSchema, { ...options, words }, 'rules.words')
    return { kind: 'words', words: rule.words, action: rule.action ?? 'hide' }
  },
  /** Hides comments with more than `max` links. */
  links(options: {
    readonly max: number
    readonly allow?: readonly string[] | undefined
    readonly action?: RuleAction | undefined
  }): LinksRule {
    const rule = parseRule(linksSchema, options, 'rules.links')
    return { kind: 'links', max: rule.max, allow: rule.allow ?? [], action: rule.action ?? 'hide' }
  },
  /** Hides comments that match one of these regular expressions. */
  patterns(patterns: readonly string[], options: { readonly action?: RuleAction | undefined } = {}): PatternsRule {
    const rule = parseRule(patternsSchema, { ...options, patterns }, 'rules.patterns')
    return { kind: 'patterns', patterns: rule.patterns, action: rule.action ?? 'hide' }
  },
}

/**
 * Checks a rule that comes from outside, such as a stored one.
 * @throws InvalidInputError `rule-invalid`
 */
export function checkRule(rule: ModerationRule, place: string): ModerationRule {
  const { kind, ...rest } = rule ?? {}
  switch (kind) {
    case 'words':
      return rules.words((rest as WordsRule).words, { action: (rest as WordsRule).action })
    case 'links':
      return rules.links(rest as LinksRule)
    case 'patterns':
      return rules.patterns((rest as PatternsRule).patterns, { action: (rest as PatternsRule).action })
    default:
      throw new InvalidInputError({
        code: 'rule-invalid',
        message: `${place}: is no rule of a known kind`,
        path: place,
      })
  }
}
