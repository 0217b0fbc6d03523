import type { PreparedPart, StagedPost } from '../content/prepared-post.ts'
import type { PublishedPost } from '../content/published-post.ts'
import type { Interaction, InteractionKind } from '../interaction.ts'
import type { MetricSample } from '../metrics.ts'
import type { Page, PageInput } from '../page.ts'
import type { Profile } from '../profile.ts'
import type { ConversationRef, InteractionRef, PostRef, ProfileRef } from '../refs.ts'
import type { Warning } from '../warning.ts'
import type { AccountDescription, OperationContext } from './context.ts'
import type { Conversation } from './conversation.ts'
import type { Credential } from './credential.ts'
import type { experimental_OperationVocabulary } from './experimental-operations.ts'
import type { AuthorizationRequest, AuthorizationStart, CodeExchange, SignInContext } from './sign-in.ts'
import type { StreamItem, SubscribeInput } from './stream.ts'

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

/** Input of `editPost`: what the post is to say from then on. */
export interface EditPostInput {
  readonly post: PostRef
  readonly part: PreparedPart
  readonly staged: StagedPost
}

/** Why something is reported; adapters choose the platform's nearest category. */
export type ReportReason = 'spam' | 'harassment' | 'sexual' | 'misleading' | 'illegal' | 'other'

/** One thing that many talk about. */
export interface Trend {
  /** As people write it, without a leading `#`. */
  readonly name: string
  readonly url?: string | undefined
  /** How many posts the platform counted lately. */
  readonly postCount?: number | undefined
  /** The platform's answer, untouched. */
  readonly raw: unknown
}

/** The operations that adapters implement today. One action each, never a verb with a mode. */
export interface StableOperationVocabulary {
  /** Uploads media and makes containers. Repeatable, never visible. */
  stagePost: Operation<OutgoingPart, StagedPost>
  /** Makes exactly one committing request. */
  publishPost: Operation<PublishPostInput, PublishPostOutput>
  /** Looks for a part that may have been published. Reads only. */
  findPost: Operation<FindPostInput, FindPostOutput>
  /**
   * Replaces what a published post says, with media that `stagePost` has put there. A repeat with the
   * same content changes nothing more. `tutti.edit` drives it.
   */
  editPost: Operation<
    EditPostInput,
    { readonly ref: PostRef; readonly warnings: readonly Warning[]; readonly raw: unknown }
  >
  /** Deletes a post. Deleting one that is gone answers `already-gone`. */
  deletePost: Operation<PostInput, DeletePostOutput>
  fetchPost: Operation<PostInput, PublishedPost>
  /**
   * The post at an address that a person has copied: of the platform's web pages, or of the platform's own form. Throws
   * `not-found` when the account can't see a post there, without a request where the address can be none of the platform.
   */
  fetchPostByAddress: Operation<{ readonly address: string }, PublishedPost>
  /** Posts of one profile, the account's own when absent, newest first. Reposts are marked. */
  listPosts: Operation<PageInput & { readonly profile?: ProfileRef | undefined }, Page<PublishedPost>>
  reactToPost: Operation<PostInput, Acknowledged>
  unreactToPost: Operation<PostInput, Acknowledged>
  repostPost: Operation<PostInput, Acknowledged>
  unrepostPost: Operation<PostInput, Acknowledged>
  /**
   * Everything people did towards this account, newest first. What the account has hidden may be left out, as Bluesky
   * does: `listComments` has it.
   */
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
  /** Tells the platform's moderators. `comment` goes with it, in the reporter's own words. */
  reportInteraction: Operation<
    InteractionInput & { readonly reason: ReportReason; readonly comment?: string | undefined },
    Acknowledged
  >
  /** The account's conversations, the one with the newest message first. */
  listConversations: Operation<PageInput, Page<Conversation>>
  /** The messages of one conversation, the account's own included, newest first. */
  listMessages: Operation<PageInput & { readonly conversation: ConversationRef }, Page<Interaction>>
  /** Writes to a conversation, or to one profile. `key` makes a repeat recognisable where the platform can. */
  sendMessage: Operation<
    { readonly to: ConversationRef | ProfileRef; readonly text: string; readonly key: string },
    Interaction
  >
  followProfile: Operation<{ readonly profile: ProfileRef }, Acknowledged>
  unfollowProfile: Operation<{ readonly profile: ProfileRef }, Acknowledged>
  /** Who follows a profile, the account's own when absent. */
  listFollowers: Operation<PageInput & { readonly profile?: ProfileRef | undefined }, Page<Profile>>
  /** Whom a profile follows, the account's own when absent. */
  listFollowing: Operation<PageInput & { readonly profile?: ProfileRef | undefined }, Page<Profile>>
  /** One profile, the account's own when absent. */
  fetchProfile: Operation<{ readonly profile?: ProfileRef | undefined; readonly handle?: string | undefined }, Profile>
  /** Samples for many posts at once. A post that is gone yields `missing` samples, not an error. */
  fetchPostMetrics: Operation<
    { readonly posts: readonly PostRef[] },
    { readonly samples: readonly MetricSample[]; readonly warnings: readonly Warning[] }
  >
  /** Samples about the account itself: followers, following, posts. */
  fetchChannelMetrics: Operation<
    Record<never, never>,
    { readonly samples: readonly MetricSample[]; readonly warnings: readonly Warning[] }
  >
  searchPosts: Operation<PageInput & { readonly query: string }, Page<PublishedPost>>
  searchProfiles: Operation<PageInput & { readonly query: string }, Page<Profile>>
  /** What many talk about there, the most first. */
  fetchTrends: Operation<PageInput, Page<Trend>>
  /**
   * Listens until the signal is aborted or the connection ends: one connection, no reconnecting; core
   * does that, from the cursor of the last item it has handed on. With a `cursor` it yields what came
   * after it first, each item once, in order.
   */
  subscribe: (input: SubscribeInput, context: OperationContext) => AsyncIterable<StreamItem>
  /** Where to send the person who is to connect an account, and what must be kept meanwhile. */
  authorizeUrl: (input: AuthorizationRequest, context: SignInContext) => Promise<AuthorizationStart>
  /** Makes a credential of the address that the platform has sent the person back to. */
  exchangeCode: (input: CodeExchange, context: SignInContext) => Promise<Credential>
  /** Makes a credential void on the platform. One that is void already is no error. */
  revokeCredential: Operation<{ readonly credential: Credential }, Acknowledged>
  /** What this server and account can do. */
  describeAccount: Operation<Record<never, never>, AccountDescription>
  /** Makes the first session from a password, or a new one from the old. */
  refreshCredential: Operation<{ readonly credential: Credential }, Credential>
}

/** Every operation that an adapter can declare. */
export interface OperationVocabulary extends StableOperationVocabulary, experimental_OperationVocabulary {}

/** The operations of some adapter: presence is the capability. */
export type AdapterOperations = { readonly [Name in keyof OperationVocabulary]?: OperationVocabulary[Name] | undefined }
