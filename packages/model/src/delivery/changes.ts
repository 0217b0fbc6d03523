import type { PostContent } from '../content/post.ts'
import type { ErrorRecord } from '../errors/tutti-error.ts'
import type { PostRef } from '../refs.ts'
import type { Issue, Warning } from '../warning.ts'

/** What an edited post is to say: one post, where it stands. Members that are absent are taken away. */
export interface EditedContent extends Omit<PostContent, 'thread' | 'split' | 'replyTo' | 'firstComment'> {
  /** This platform's own options; parsed strictly by the adapter. */
  readonly platformOptions?: unknown
}

/** What `edit` changes. */
export interface EditRequest<Channels extends string = string> {
  readonly channel: Channels
  /** Of a delivery's part, or of a list of the account's posts. */
  readonly post: PostRef
  readonly content: EditedContent
}

/**
 * What became of an edit.
 *
 * - `edited`: the platform says the new content
 * - `held`: own issues or a guard keep it back; nothing was sent
 * - `rejected`: the platform refused it; the post says what it said before
 * - `not-sent`: it provably never left
 * - `unknown`: the post may say either; editing again with the same content is safe
 * - `unsupported`: the adapter can't edit
 */
export type EditState = 'edited' | 'held' | 'rejected' | 'not-sent' | 'unknown' | 'unsupported'

/** The outcome of one edit. Plain JSON. */
export interface EditResult {
  readonly state: EditState
  /** The post as it is to be referred to from then on; some platforms change it. Set when `edited`. */
  readonly ref?: PostRef | undefined
  /** What was found while preparing; errors among them hold the edit back. */
  readonly issues: readonly Issue[]
  readonly warnings: readonly Warning[]
  readonly error?: ErrorRecord | undefined
}

/**
 * What became of a deletion, best first. Never `deleted` or `already-gone` while something may be live.
 *
 * - `already-gone`: nothing of it is there, or ever was
 * - `deleted`
 * - `unsupported`: the adapter can't delete; it is live
 * - `failed`: the platform refused, or was not reached; it is live
 * - `unknown`: it may be live, or may become so; ask again when it is known
 */
export type DeletionState = 'already-gone' | 'deleted' | 'unsupported' | 'failed' | 'unknown'

/** The deletion of one part of a thread, or of a first comment. */
export interface PartDeletion {
  /** Its place among the parts; the first comment's is behind the last of them. */
  readonly index: number
  readonly ref: PostRef
  /** `kept`: not tried, because a part behind it could not be deleted; it is live. */
  readonly state: DeletionState | 'kept'
  readonly error?: ErrorRecord | undefined
}

/** The deletion of a post on one channel. Its state is the worst of its parts'. */
export interface ChannelDeletion {
  readonly state: DeletionState
  /** In the order in which they were taken away: the first comment, then the last part first. */
  readonly parts: readonly PartDeletion[]
  readonly error?: ErrorRecord | undefined
}

/** What `deletePost` answers: one deletion per channel that the post was delivered to. Plain JSON. */
export interface DeletionResult {
  readonly postId: string
  readonly channels: Readonly<Record<string, ChannelDeletion>>
}
