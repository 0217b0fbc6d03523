import type { Issue, PlatformLimits, PreparedMedia } from '@tutti/model'
import { type AltRules, checkAlt } from './check-alt.ts'
import { errorIssue } from './issues.ts'
import { findProblems } from './media-problems.ts'

/** What attachments are held against. */
export interface MediaRules extends AltRules {
  readonly limits: PlatformLimits
}

/** Holds the attachments of one part against the platform's limits. */
export function checkMedia(media: readonly PreparedMedia[], path: string, rules: MediaRules): void {
  const { limits, issues } = rules
  if (media.length > limits.maxMedia) issues.push(tooMany(path, media.length, limits.maxMedia, 'attachments'))
  const kinds = [...new Set(media.map((item) => item.kind))]
  if (kinds.length > 1 && !limits.mixedMedia) {
    issues.push(
      errorIssue({
        code: 'media-mixed',
        message: `one post can't carry ${kinds.join(' and ')} together`,
        path,
        advice: 'Attach one kind only, or make a thread of it.',
      }),
    )
  }
  for (const kind of kinds) {
    const limit = limits.media[kind]
    const count = media.filter((item) => item.kind === kind).length
    if (!limit)
      issues.push(
        errorIssue({
          code: 'media-kind',
          message: `${kind} can't be attached`,
          path,
          advice: 'Leave it out for this channel.',
        }),
      )
    else if (count > limit.maxCount) issues.push(tooMany(path, count, limit.maxCount, `attachments of kind ${kind}`))
  }
  media.forEach((item, index) => {
    const limit = limits.media[item.kind]
    if (!limit) return
    const place = `${path}[${index}]`
    for (const problem of findProblems(item, limit)) issues.push(errorIssue({ ...problem, path: place }))
    checkAlt(item, limit, place, rules)
  })
}

function tooMany(path: string, actual: number, maximum: number, what: string): Issue {
  return errorIssue({
    code: 'media-count',
    message: `${actual} ${what}, ${maximum} are allowed`,
    path,
    advice: 'Leave some out for this channel, or spread them over a thread.',
    actual,
    maximum,
  })
}
