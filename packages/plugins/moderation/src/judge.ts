import { findUrls } from '@tutti/core/text'
import { RE2JS } from 're2js'
import { type PlainWord, plainWords, spacedRuns } from './normalise.ts'
import type { LinksRule, ModerationRule, PatternsRule, RuleAction, WordsRule } from './rules.ts'

/** A place in the text that a verdict rests on, in UTF-16 offsets. */
export interface Evidence {
  readonly start: number
  readonly end: number
  /** The text as written. */
  readonly text: string
}

/** What a rule makes of a text, and why. */
export interface Judgement {
  readonly action: RuleAction | 'none'
  /** The rule's kind; absent with `none`. */
  readonly rule?: ModerationRule['kind'] | undefined
  /** For a person: what was found, and what the rule allows. */
  readonly reason: string
  readonly evidence: readonly Evidence[]
}

/** Longer texts are judged by their beginning: a comment of a megabyte is not written by hand. */
export const maxJudgedLength = 100_000

const noObjection: Judgement = { action: 'none', reason: 'no rule objects', evidence: [] }

function judgeWords(rule: WordsRule, text: string): readonly Evidence[] {
  const words = plainWords(text)
  const runs = spacedRuns(words)
  const evidence: Evidence[] = []
  const add = (first: PlainWord | undefined, last: PlainWord | undefined) => {
    if (first && last) evidence.push({ start: first.start, end: last.end, text: text.slice(first.start, last.end) })
  }
  for (const entry of rule.words) {
    const phrase = plainWords(entry).map(({ plain }) => plain)
    for (let index = 0; phrase.length > 0 && index + phrase.length <= words.length; index += 1) {
      if (phrase.every((plain, step) => words[index + step]?.plain === plain))
        add(words[index], words[index + phrase.length - 1])
    }
    const [word = ''] = phrase
    if (phrase.length !== 1 || word.length < 3) continue
    for (const { plain, letters } of runs) {
      const index = plain.indexOf(word)
      if (index >= 0) add(letters[index], letters[index + word.length - 1])
    }
  }
  return evidence
}

function judgeLinks(rule: LinksRule, text: string): readonly Evidence[] {
  const isAllowed = (url: string) => {
    const host = URL.canParse(url) ? new URL(url).hostname : ''
    return rule.allow.some((allowed) => host === allowed || host.endsWith(`.${allowed}`))
  }
  const links = findUrls(text).filter((link) => !isAllowed(link.text))
  return links.length > rule.max ? links.map(({ start, end, text: link }) => ({ start, end, text: link })) : []
}

function judgePatterns(rule: PatternsRule, text: string): readonly Evidence[] {
  const evidence: Evidence[] = []
  for (const pattern of rule.patterns) {
    const matcher = RE2JS.compile(pattern).matcher(text)
    // One match of each pattern is evidence enough.
    if (matcher.find()) evidence.push({ start: matcher.start(), end: matcher.end(), text: matcher.group() ?? '' })
  }
  return evidence
}

function findEvidence(rule: ModerationRule, text: string): readonly Evidence[] {
  switch (rule.kind) {
    case 'words':
      return judgeWords(rule, text)
    case 'links':
      return judgeLinks(rule, text)
    case 'patterns':
      return judgePatterns(rule, text)
  }
}

function explain(rule: ModerationRule, evidence: readonly Evidence[]): string {
  const found = evidence.map(({ text }) => `“${text}”`).join(', ')
  switch (rule.kind) {
    case 'words':
      return `contains ${found}, which is on the list of words`
    case 'links':
      return `has ${evidence.length} links where at most ${rule.max} are allowed`
    case 'patterns':
      return `${found} matches a pattern`
  }
}

/** Judges a text by rules, in their order; a rule that hides wins over one that flags. Pure. */
export function judge(rules: readonly ModerationRule[], fullText: string): Judgement {
  const text = fullText.slice(0, maxJudgedLength)
  let flagged: Judgement | undefined
  for (const rule of rules) {
    const evidence = findEvidence(rule, text)
    if (evidence.length === 0) continue
    const judgement: Judgement = { action: rule.action, rule: rule.kind, reason: explain(rule, evidence), evidence }
    if (rule.action === 'hide') return judgement
    flagged ??= judgement
  }
  return flagged ?? noObjection
}
