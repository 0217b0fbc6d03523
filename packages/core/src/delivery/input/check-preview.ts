import { InvalidInputError, type Post, type Preview } from '@tutti/model'
import { id } from './check-post.ts'
import { fail, json, memberPath, record } from './checks.ts'

/** Whether somebody hands in a preview rather than a post. */
export function isPreview(value: Post | Preview): value is Preview {
  return typeof value === 'object' && value !== null && 'postId' in value
}

/**
 * Checks the outline of a preview that may have been stored and read back; its content is what the hashes are for.
 * @throws InvalidInputError `invalid-input`
 */
export function checkPreview(preview: Preview): void {
  const { postId, channels } = preview
  id(postId, 'postId')
  record(json(24))(channels, 'channels')
  const entries = Object.entries(channels)
  if (entries.length === 0) fail('channels', 'has no channel')
  for (const [channel, prepared] of entries) {
    const path = memberPath('channels', channel)
    if (prepared?.v !== 1) fail(path, 'is no prepared post of version 1')
    if (!Array.isArray(prepared.parts) || prepared.parts.length === 0) fail(`${path}.parts`, 'must not be empty')
    if (!Array.isArray(prepared.issues)) fail(`${path}.issues`, 'must be a list')
    if (prepared.channel === channel && prepared.postId === postId) continue
    throw new InvalidInputError({
      code: 'content-changed',
      message: `${path} was prepared for channel ${prepared.channel} of post ${prepared.postId}`,
      path,
    })
  }
}
