import type { Issue, PlatformLimits, Poll } from '@tutti/model'
import { countGraphemes } from '@tutti/text'
import { errorIssue } from './issues.ts'

/** Holds a poll against the platform's limits. */
export function checkPoll(poll: Poll, limits: PlatformLimits, issues: Issue[]): void {
  const limit = limits.poll
  if (!limit) return
  const report = (code: string, message: string, path: string, actual: number, maximum: number) =>
    issues.push(errorIssue({ code, message, path, actual, maximum, advice: 'Change the poll for this channel.' }))

  if (poll.options.length > limit.maxOptions) {
    report(
      'poll-too-many-options',
      'the poll has too many options',
      'poll.options',
      poll.options.length,
      limit.maxOptions,
    )
  }
  poll.options.forEach((option, index) => {
    const length = countGraphemes(option)
    if (length <= limit.maxOptionGraphemes) return
    report(
      'poll-option-too-long',
      'an option of the poll is too long',
      `poll.options[${index}]`,
      length,
      limit.maxOptionGraphemes,
    )
  })
  if (poll.durationMs > limit.maxDurationMs) {
    report(
      'poll-too-long',
      'the poll runs too long, in milliseconds',
      'poll.durationMs',
      poll.durationMs,
      limit.maxDurationMs,
    )
  }
  if (poll.durationMs < limit.minDurationMs) {
    report(
      'poll-too-short',
      `the poll must run at least ${limit.minDurationMs} ms`,
      'poll.durationMs',
      poll.durationMs,
      limit.maxDurationMs,
    )
  }
}
