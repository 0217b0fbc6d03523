import type { Issue, MediaLimit, PreparedMedia } from '@tutti/model'
import { countGraphemes } from '@tutti/text'
import { errorIssue, warningIssue } from './issues.ts'

/** Holds the description of one attachment against what readers need and what the platform takes. */
export function checkAlt(item: PreparedMedia, limit: MediaLimit, path: string, issues: Issue[]): void {
  if (!item.alt?.trim()) {
    if (item.kind !== 'image' && item.kind !== 'video') return
    issues.push(
      warningIssue({
        code: 'alt-missing',
        message: `the ${item.kind} has no description for people who can't see it`,
        path: `${path}.alt`,
        advice: 'Give it an alt text that says what it shows.',
      }),
    )
    return
  }
  if (limit.maxAltGraphemes === undefined) return
  const length = countGraphemes(item.alt)
  if (length <= limit.maxAltGraphemes) return
  issues.push(
    errorIssue({
      code: 'alt-too-long',
      message: `the description has ${length} graphemes, ${limit.maxAltGraphemes} are allowed`,
      path: `${path}.alt`,
      advice: 'Shorten the alt text for this channel.',
      actual: length,
      maximum: limit.maxAltGraphemes,
    }),
  )
}
