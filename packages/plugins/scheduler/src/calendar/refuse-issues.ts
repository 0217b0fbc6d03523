import { InvalidInputError, type Preview } from '@tutti/model'

/**
 * Refuses a preview that a channel would hold back: found out now, not at nine o'clock.
 * @throws InvalidInputError `invalid-input`
 */
export function refuseIssues(preview: Preview): void {
  for (const [channel, prepared] of Object.entries(preview.channels)) {
    const issue = prepared.issues.find(({ severity }) => severity === 'error')
    if (!issue) continue
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `${channel} would hold this post back: ${issue.message}`,
      path: issue.path,
      channel,
      advice: issue.advice,
    })
  }
}
