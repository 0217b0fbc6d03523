import { InvalidInputError } from '@tutti/model'
import { fitsTextRules, type TextRule } from '../rules/text-rule.ts'

/**
 * The error for a link, mention, hashtag or word that is longer than a whole part may be. Its message names the place
 * and the counts, not the words: errors are logged.
 */
export function tokenTooLong(
  text: string,
  start: number,
  end: number,
  suffix: string,
  rules: readonly TextRule[],
): InvalidInputError {
  const token = text.slice(start, end) + suffix
  const broken = rules.find((rule) => !fitsTextRules(token, [rule]))
  const counts = broken === undefined ? '' : `: ${broken.count(token)} ${broken.unit}, ${broken.maximum} allowed`
  const withSuffix = suffix === '' ? '' : ' with the counter'
  return new InvalidInputError({
    code: 'text-token-too-long',
    message: `the link, mention or word at offset ${start} to ${end} does not fit into one part${withSuffix}${counts}`,
    path: 'text',
    outcome: 'not-sent',
  })
}
