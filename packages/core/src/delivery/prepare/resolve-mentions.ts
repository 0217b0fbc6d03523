import type { Issue, Mention } from '@tutti/model'
import { errorIssue, warningIssue } from './issues.ts'

/** Writes people into a text: `@{ada}` becomes her handle on this platform, or her fallback. */
export function resolveMentions(
  text: string,
  mentions: Readonly<Record<string, Mention>> | undefined,
  platform: string,
  path: string,
  issues: Issue[],
): string {
  // Without mentions the author means the characters as they stand.
  if (!mentions) return text
  return text.replace(/@\{([^{}]*)\}/g, (placeholder, key: string) => {
    const mention = Object.hasOwn(mentions, key) ? mentions[key] : undefined
    if (!mention) {
      issues.push(
        errorIssue({
          code: 'mention-unknown',
          message: `the text names ${placeholder}, and mentions has no such person`,
          path,
          advice: 'Add the person to mentions, or correct the placeholder.',
        }),
      )
      return placeholder
    }
    if (Object.hasOwn(mention.handles, platform)) return `@${mention.handles[platform]}`
    issues.push(
      warningIssue({
        code: 'mention-fallback',
        message: `${placeholder} has no handle on ${platform}, so "${mention.fallback}" is written`,
        path,
        advice: `Give mentions.${key}.handles a handle for ${platform} if the person is there.`,
      }),
    )
    return mention.fallback
  })
}
