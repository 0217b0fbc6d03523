import type { Issue, PlatformLimits, Post, PostField } from '@tutti/model'
import { errorIssue, warningIssue } from './issues.ts'

// `link` moves into the text, `visibility` has a rule of its own.
const droppable: readonly PostField[] = [
  'title',
  'media',
  'poll',
  'replyTo',
  'quote',
  'firstComment',
  'languages',
  'contentWarning',
]

/** Leaves out what the platform has no place for, and says so. */
export function fitFields(post: Post, limits: PlatformLimits, platform: string, issues: Issue[]): Post {
  const dropped: Partial<Record<PostField, undefined>> = {}
  for (const field of droppable) {
    if (isAbsent(post[field]) || limits.fields.includes(field)) continue
    dropped[field] = undefined
    issues.push(
      warningIssue({
        code: 'field-dropped',
        message: `${platform} has no ${field}; it is left out there`,
        path: field,
        advice: 'Say it in the text, or leave this channel out.',
      }),
    )
  }
  checkVisibility(post, limits, platform, issues)
  const fitted: Post = { ...post, ...dropped, thread: fitThread(post.thread, limits) }
  checkTargets(fitted, platform, issues)
  return { ...fitted, languages: fitLanguages(fitted.languages, limits, issues) }
}

function fitThread(thread: Post['thread'], limits: PlatformLimits): Post['thread'] {
  return limits.fields.includes('media') ? thread : thread?.map(({ text }) => ({ text }))
}

/** Nothing is ever shown to more people than the author asked for. */
function checkVisibility(post: Post, limits: PlatformLimits, platform: string, issues: Issue[]): void {
  const { visibility } = post
  if (visibility === undefined || visibility === 'public') return
  if (limits.fields.includes('visibility') && limits.visibilities.includes(visibility)) return
  issues.push(
    errorIssue({
      code: 'visibility-not-honoured',
      message: `${platform} can't show a post as ${visibility}, and showing it to more people was not asked for`,
      path: 'visibility',
      advice: 'Choose another visibility for this channel, or leave the channel out.',
    }),
  )
}

function checkTargets(post: Post, platform: string, issues: Issue[]): void {
  for (const field of ['replyTo', 'quote'] as const) {
    const target = post[field]
    if (!target || target.platform === platform) continue
    issues.push(
      errorIssue({
        code: 'other-platform',
        message: `${field} points at a ${target.kind} on ${target.platform}, which can't be reached from ${platform}`,
        path: field,
        advice: `Give ${field} per channel, or send this post to channels on ${target.platform} only.`,
      }),
    )
  }
}

function fitLanguages(languages: Post['languages'], limits: PlatformLimits, issues: Issue[]): Post['languages'] {
  if (!languages || languages.length <= limits.maxLanguages) return languages
  issues.push(
    warningIssue({
      code: 'languages-trimmed',
      message: `only the first ${limits.maxLanguages} of ${languages.length} languages can be given`,
      path: 'languages',
      advice: 'Put the main language first.',
      actual: languages.length,
      maximum: limits.maxLanguages,
    }),
  )
  return languages.slice(0, limits.maxLanguages)
}

function isAbsent(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}
