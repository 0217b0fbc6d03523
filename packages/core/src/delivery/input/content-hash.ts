import type { MaybePromise, PreparedPost } from '@tutti/model'
import { canonicalJson } from './canonical-json.ts'
import { sha256Hex } from './sha256-hex.ts'

/** The `contentHash` of a prepared post: over everything in it but `issues` and the hash itself. */
export function contentHashOf(prepared: Omit<PreparedPost, 'contentHash'>): MaybePromise<string> {
  const { v, postId, channel, platform, parts, replyTo, firstComment, labels } = prepared
  return sha256Hex(canonicalJson({ v, postId, channel, platform, parts, replyTo, firstComment, labels }))
}
