import { asArray } from '@tutti/adapter-kit'
import type { OperationContext, PostInput, PublishedPost } from '@tutti/model'
import { RejectedError } from '@tutti/model'
import { ownDid } from '../protocol/own-did.ts'
import { getRecord } from '../protocol/records.ts'
import { requirePostUri } from '../protocol/resolve-refs.ts'
import { query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'
import { readPostRecord, readPostView } from '../read/post.ts'

/**
 * One post. A post of the account's own that the AppView has not seen yet is read from its record,
 * without counts.
 * @throws InvalidInputError `invalid-input`; RejectedError `not-found`
 */
export async function fetchPost({ post }: PostInput, context: OperationContext): Promise<PublishedPost> {
  const { did } = requirePostUri(post, 'post')
  const answer = await query(context, 'app.bsky.feed.getPosts', { uris: [post.id] })
  const shown = readPostView(asArray(membersOf(answer.body).posts)[0], context)
  if (shown) return shown
  const stored = did === (await ownDid(context)) ? await getRecord(context, post.id) : undefined
  const ours = stored && readPostRecord(stored, context)
  if (ours) return ours
  throw new RejectedError({
    code: 'not-found',
    message: `${post.id} does not exist, or may not be seen by this account`,
    outcome: 'rejected',
  })
}
