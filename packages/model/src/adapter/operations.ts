import type { PreparedPart, StagedPost } from '../content/prepared-post.ts'
import type { PublishedPost } from '../content/published-post.ts'
import type { Interaction, InteractionKind } from '../interaction.ts'
import type { MetricSample } from '../metrics.ts'
import type { Page, PageInput } from '../page.ts'
import type { Profile } from '../profile.ts'
import type { InteractionRef, PostRef, ProfileRef } from '../refs.ts'
import type { Warning } from '../warning.ts'
import type { AccountDescription, OperationContext } from './context.ts'
import type { Credential } from './credential.ts'
import type { experimental_OperationVocabulary } from './experimental-operations.ts'

/** One verb: one input object, one context object. Does it once, honestly; no retry, no sleep, no queue. */
export type Operation<Input, Output> = (input: Input, context: OperationContext) => Promise<Output>

/** Where a part hangs: the first part of a reply, and every later part of a thread. */
export interface ReplyTarget {
  readonly parent: PostRef | InteractionRef
  /** The first post of the thread; the parent itself when it starts one. */
  readonly root: PostRef | InteractionRef
}

/** One part on its way out. `key` and `createdAt` stay the same over all attempts. */
export interface OutgoingPart {
  readonly part: PreparedPart
  /** Unique to this part of this delivery; made by the adapter's `createKey`, or a UUID. */
  readonly key: string
  /** Epoch milliseconds of the first attempt. */
  readonly createdAt: number
  readonly replyTo?: ReplyTarget | undefined
}

/** Input of `publishPost`. */
export interface PublishPostInput extends OutgoingPart {
  readonly staged: StagedPost
}

/** What `publishPost` answers: the post, or that the platform is still at it. */
export type PublishPostOutput =
  | { readonly state: 'published'; readonly ref: PostRef; readonly warnings: readonly Warning[]; readonly raw: unknown }
  | { readonly state: 'accepted'; readonly staged: StagedPost; readonly raw: unknown }

/** Input of `findPost`: was this part published? Reads only. */
export interface FindPostInput extends PublishPostInput {
  /** Epoch milliseconds: look no further back. A little before the attempt. */
  readonly since: number
  readonly until: number
  readonly cursor?: string | undefined
}

/** What `findPost` answers. `complete` means that everything since `since` was looked at. */
export interface FindPostOutput {
  readonly matches: readonly PostRef[]
  readonly complete: boolean
  readonly nextCursor?: string | undefined
}

/** Input of operations on one post. */
export interface PostInput {
  readonly post: PostRef
}

/** Input of operations on one interaction. */
export interface InteractionInput {
  readonly interaction: InteractionRef
}

/** The answer of an operation that only does something. */
export interface Acknowledged {
  readonly warnings: readonly Warning[]
  readonly raw: unknown
}

/** What became of a post that was to be deleted. Never "gone" while it is live. */
export interface DeletePostOutput extends Acknowledged {
  readonly state: 'deleted' | 'already-gone'
}

/** The operations that adapters implement today. One action each, never a verb with a mode. */
export interface StableOperationVocabulary {
  /** Uploads media and makes containers. Repeatable, never visible. */
  stagePost: Operation<OutgoingPart, StagedPost>
  /** Makes exactly one committing request. */
  publishPost: Operation<PublishPostInput, PublishPostOutput>
  /** Looks for a part that may have been published. Reads only. */
  findPost: Operation<FindPostInput, FindPostOutput>
  /** Deletes a post. Deleting one that is gone answers `already-gone`. */
  deletePost: Operation<PostInput, DeletePostOutput>
  fetchPost: Operation<PostInput, PublishedPost>
  /** Posts of one profile, the account's own when absent, newest first. Reposts are marked. */
  listPosts: Operation<PageInput & { readonly profile?: ProfileRef | undefined }, Page<PublishedPost>>
  reactToPost: Operation<PostInput, Acknowledged>
  unreactToPost: Operation<PostInput, Acknowledged>
  repostPost: Operation<PostInput, Acknowledged>
  unrepostPost: Operation<PostInput, Acknowledged>
  /** Everything people did towards this account, newest first. */
  listInteractions: Operation<
    PageInput & { readonly kinds?: readonly InteractionKind[] | undefined },
    Page<Interaction>
  >
  /** The comments below one post, replies to comments included, oldest first. */
  listComments: Operation<PageInput & PostInput, Page<Interaction>>
  /** Answers somebody. `key` makes a repeat recognisable where the platform can. */
  replyToInteraction: Operation<
    InteractionInput & {
      readonly text: string
      readonly key: string
      readonly languages?: readonly string[] | undefined
    },
    { readonly ref: PostRef; readonly warnings: readonly Warning[]; readonly raw: unknown }
  >
  hideInteraction: Operation<InteractionInput, Acknowledged>
  unhideInteraction: Operation<InteractionInput, Acknowledged>
  blockProfile: Operation<{ readonly profile: ProfileRef }, Acknowledged>
  unblockProfile: Operation<{ readonly profile: ProfileRef }, Acknowledged>
  muteProfile: Operation<{ readonly profile: ProfileRef }, Acknowledged>
  unmuteProfile: Operation<{ readonly profile: ProfileRef }, Acknowledged>
  /** One profile, the account's own when absent. */
  fetchProfile: Operation<{ readonly profile?: ProfileRef | undefined; readonly handle?: string | undefined }, Profile>
  /** Samples for many posts at once. A post that is gone yields `missing` samples, not an error. */
  fetchPostMetrics: Operation<
    { readonly posts: readonly PostRef[] },
    { readonly samples: readonly MetricSample[]; readonly warnings: readonly Warning[] }
  >
  /** What this server and account can do. */
  describeAccount: Operation<Record<never, never>, AccountDescription>
  /** Makes the first session from a password, or a new one from the old. The only operation that sees secrets. */
  refreshCredential: Operation<{ readonly credential: Credential }, Credential>
}

/** Every operation that an adapter can declare. */
export interface OperationVocabulary extends StableOperationVocabulary, experimental_OperationVocabulary {}

/** The operations of some adapter: presence is the capability. */
export type AdapterOperations = { readonly [Name in keyof OperationVocabulary]?: OperationVocabulary[Name] | undefined }
