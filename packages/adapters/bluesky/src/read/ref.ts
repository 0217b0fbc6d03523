import { asString } from '@tutti/adapter-kit'
import type { InteractionRef, JsonObject, PostRef, ProfileRef, Ref } from '@tutti/model'
import { parseAtUri } from '../protocol/at-uri.ts'
import type { StrongRef } from '../protocol/records.ts'
import { membersOf, type Raw } from './members-of.ts'
import { type ReadingContext, webAddress } from './web-address.ts'

/** `{ uri, cid }` when both are there. */
export function readStrongRef(value: unknown): StrongRef | undefined {
  const { uri, cid } = membersOf(value)
  return typeof uri === 'string' && typeof cid === 'string' ? { uri, cid } : undefined
}

/**
 * What a ref carries so that the post can be answered without reading it again: its hash, and the
 * root of its thread, which is `null` when the post starts one. Without a record the root is unknown.
 */
function refFacts(cid: string | undefined, record: Raw | undefined): JsonObject | undefined {
  if (cid === undefined) return undefined
  if (record === undefined) return { cid }
  return { cid, root: readStrongRef(membersOf(record.reply).root) ?? null }
}

/** Points at a post. What it lacks is read by the operations that need it. */
export function postRef(
  uri: string,
  context: ReadingContext,
  cid?: string | undefined,
  record?: Raw | undefined,
): PostRef {
  return { v: 1, kind: 'post', platform: 'bluesky', id: uri, url: postUrl(uri, context), facts: refFacts(cid, record) }
}

/** Points at what the `reply` of a record names, parent or root. */
export function repliedTo(record: Raw, target: 'parent' | 'root', context: ReadingContext): PostRef | undefined {
  const reply = membersOf(record.reply)
  const root = readStrongRef(reply.root)
  const ref = readStrongRef(reply[target])
  if (!ref) return undefined
  return postRef(ref.uri, context, ref.cid, ref.uri === root?.uri ? {} : { reply: { root } })
}

/** Points at what somebody did: a reply, a quote, a like, a follow. */
export function interactionRef(
  uri: string,
  context: ReadingContext,
  cid: string | undefined,
  record: Raw,
): InteractionRef {
  return {
    v: 1,
    kind: 'interaction',
    platform: 'bluesky',
    id: uri,
    url: postUrl(uri, context),
    facts: refFacts(cid, record),
  }
}

/** Points at a profile by its DID, which outlives its handle. */
export function profileRef(did: string, context: ReadingContext): ProfileRef {
  return { v: 1, kind: 'profile', platform: 'bluesky', id: did, url: webAddress(`/profile/${did}`, context) }
}

/** The hash and the root that a ref carries; `root` is `null` for a post that starts a thread, `undefined` when unknown. */
export function readRefFacts(ref: Ref): {
  readonly cid: string | undefined
  readonly root: StrongRef | null | undefined
} {
  const root = ref.facts?.root
  return { cid: asString(ref.facts?.cid), root: root === null ? null : readStrongRef(root) }
}

function postUrl(uri: string, context: ReadingContext): string | undefined {
  const parts = parseAtUri(uri)
  return parts?.collection === 'app.bsky.feed.post'
    ? webAddress(`/profile/${parts.did}/post/${parts.rkey}`, context)
    : undefined
}
