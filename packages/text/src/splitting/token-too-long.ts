import { InvalidInputError } from '@tutti/model'
import { fitsTextRules, type TextRule } from '../rules/text-rule.ts'
import type { PartFrame } from './part-frame.ts'

/**
 * The error for a link, mention, hashtag or word that is longer than a whole part may be. Its message names the place
 * and the counts, not the words: errors are logged.
 */
export function tokenTooLong(
  text: string,
  start: number,
  end: number,
  { before, after }: PartFrame,
  rules: readonly TextRule[],
): InvalidInputError {
  const token = before + text.slice(start, end) + after
  const broken = rules.find((rule) => !fitsTextRules(token, [rule]))
  const counts = broken === undefined ? '' : `: ${broken.count(token)} ${broken.unit}, ${broken.maximum} allowed`
  const withCounter = before + after === '' ? '' : ' with the counter'
  return new InvalidInputError({
    code: 'text-token-too-long',
    message: `the link, mention or word at offset ${start} to ${end} does not fit into one part${withCounter}${counts}`,
    path: 'text',
    outcome: 'not-sent',
  })
}
