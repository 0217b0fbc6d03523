/**
 * Puts handles in front of a text that does not have them: Mastodon tells only those whom a text
 * mentions. A handle counts as there in its short form, too.
 */
export function withMentions(text: string, handles: readonly string[]): string {
  const missing = handles.filter((handle) => !isMentioned(text.toLowerCase(), handle.toLowerCase()))
  return [...missing.map((handle) => `@${handle}`), text].join(' ')
}

function isMentioned(text: string, handle: string): boolean {
  const short = handle.split('@', 1)[0] ?? handle
  return [`@${handle}`, `@${short}`].some((mention) => {
    const at = text.indexOf(mention)
    return at >= 0 && !/[a-z0-9_@.-]/.test(text.charAt(at + mention.length))
  })
}
