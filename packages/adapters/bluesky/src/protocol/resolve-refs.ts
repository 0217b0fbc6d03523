import type { InteractionRef, OperationContext, PostRef } from '@tutti/model'
import { InvalidInputError, RejectedError } from '@tutti/model'
import { membersOf } from '../read/members-of.ts'
import { readRefFacts, readStrongRef } from '../read/ref.ts'
import { parseAtUri } from './at-uri.ts'
import { collections } from './collections.ts'
import { getRecord, type StrongRef } from './records.ts'

/** A post by its hash, and the root of its thread: `null` when it starts one. */
export interface ResolvedPost {
  readonly post: StrongRef
  readonly root: StrongRef | null
}

/**
 * What a ref to a post or reply stands for. Asks the server only for what the ref does not carry.
 * @throws InvalidInputError `invalid-input` when the ref names no post
 * @throws RejectedError `not-found` when the post does not exist
 */
export async function resolvePost(
  ref: PostRef | InteractionRef,
  context: OperationContext,
  path: string,
): Promise<ResolvedPost> {
  requirePostUri(ref, path)
  const { cid, root } = readRefFacts(ref)
  if (cid !== undefined && root !== undefined) return { post: { uri: ref.id, cid }, root }
  const stored = await getRecord(context, ref.id)
  if (!stored) throw new RejectedError({ code: 'not-found', message: `${ref.id} does not exist`, outcome: 'rejected' })
  return {
    post: { uri: stored.uri, cid: stored.cid },
    root: readStrongRef(membersOf(stored.value.reply).root) ?? null,
  }
}

/**
 * The parts of a ref's AT URI.
 * @throws InvalidInputError `invalid-input` when it is none, or names something that is no post
 */
export function requirePostUri(ref: PostRef | InteractionRef, path: string) {
  const parts = parseAtUri(ref.id)
  if (parts?.collection === collections.post) return parts
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `${path} names no post of Bluesky`,
    path: `${path}.id`,
    advice: 'Hand back a ref that this channel has returned.',
  })
}
