import { asArray, asString } from '@tutti/adapter-kit'
import type { Acknowledged, OperationContext, PostInput, PostRef } from '@tutti/model'
import { parseAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { createRecord, deleteRecord, findOwnRecord } from '../protocol/records.ts'
import { requirePostUri, resolvePost } from '../protocol/resolve-refs.ts'
import { query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'

/** A like or repost is a record of the account's own that names the post. */
type SubjectKind = 'like' | 'repost'

/** Likes a post. Liking one twice counts once. @throws InvalidInputError `invalid-input`; RejectedError `not-found` */
export function reactToPost({ post }: PostInput, context: OperationContext): Promise<Acknowledged> {
  return add('like', post, context)
}

/** Takes a like back. */
export function unreactToPost({ post }: PostInput, context: OperationContext): Promise<Acknowledged> {
  return remove('like', post, context)
}

/** Reposts a post. @throws InvalidInputError `invalid-input`; RejectedError `not-found` */
export function repostPost({ post }: PostInput, context: OperationContext): Promise<Acknowledged> {
  return add('repost', post, context)
}

/** Takes a repost back. */
export function unrepostPost({ post }: PostInput, context: OperationContext): Promise<Acknowledged> {
  return remove('repost', post, context)
}

async function add(kind: SubjectKind, post: PostRef, context: OperationContext): Promise<Acknowledged> {
  const present = await findSubjectRecord(kind, post, context)
  if (present !== undefined) return { warnings: [], raw: { uri: present } }
  const { post: subject } = await resolvePost(post, context, 'post')
  const { raw } = await createRecord(context, {
    collection: collections[kind],
    record: { subject, createdAt: new Date(context.clock.now()).toISOString() },
  })
  return { warnings: [], raw }
}

async function remove(kind: SubjectKind, post: PostRef, context: OperationContext): Promise<Acknowledged> {
  const present = await findSubjectRecord(kind, post, context)
  const parts = present === undefined ? undefined : parseAtUri(present)
  if (!parts) return { warnings: [], raw: undefined }
  const answer = await deleteRecord(context, { collection: parts.collection, rkey: parts.rkey })
  return { warnings: [], raw: answer.body }
}

/**
 * The account's own record about a post: the AppView knows all but the last seconds, the account's
 * server the newest.
 */
async function findSubjectRecord(
  kind: SubjectKind,
  post: PostRef,
  context: OperationContext,
): Promise<string | undefined> {
  requirePostUri(post, 'post')
  const newest = await findOwnRecord(context, collections[kind], (record) => membersOf(record.subject).uri === post.id)
  if (newest !== undefined) return newest
  const answer = await query(context, 'app.bsky.feed.getPosts', { uris: [post.id] })
  const view = membersOf(asArray(membersOf(answer.body).posts)[0])
  return asString(membersOf(view.viewer)[kind])
}
