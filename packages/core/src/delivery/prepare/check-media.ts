import type { Issue, MediaLimit, PlatformLimits, PreparedMedia } from '@tutti/model'
import { countGraphemes } from '@tutti/text'
import { errorIssue, warningIssue } from './issues.ts'

/** Holds the attachments of one part against the platform's limits. */
export function checkMedia(
  media: readonly PreparedMedia[],
  limits: PlatformLimits,
  path: string,
  issues: Issue[],
): void {
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
    if (limit) checkItem(item, limit, `${path}[${index}]`, issues)
  })
}

function checkItem(item: PreparedMedia, limit: MediaLimit, path: string, issues: Issue[]): void {
  const refuse = (code: string, message: string, actual: number, maximum: number | undefined) => {
    if (maximum === undefined || actual <= maximum) return
    issues.push(errorIssue({ code, message, path, actual, maximum, advice: 'Make the file smaller for this channel.' }))
  }
  if (limit.mimeTypes && !limit.mimeTypes.includes(item.mimeType)) {
    issues.push(
      errorIssue({
        code: 'media-type-refused',
        message: `${item.mimeType} is not taken; ${limit.mimeTypes.join(', ')} are`,
        path,
        advice: 'Convert the file to one of these types.',
      }),
    )
  }
  refuse('media-too-large', 'the file has too many bytes', item.byteLength, limit.maxBytes)
  refuse(
    'media-too-many-pixels',
    'the picture has too many pixels',
    (item.widthPixels ?? 0) * (item.heightPixels ?? 0),
    limit.maxPixels,
  )
  refuse('media-runs-too-long', 'it runs too long, in milliseconds', item.durationMs ?? 0, limit.maxDurationMs)
  checkAlt(item, limit, path, issues)
}

function checkAlt(item: PreparedMedia, limit: MediaLimit, path: string, issues: Issue[]): void {
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
      message: 'the description is too long, in graphemes',
      path: `${path}.alt`,
      advice: 'Shorten the alt text for this channel.',
      actual: length,
      maximum: limit.maxAltGraphemes,
    }),
  )
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
