import type { Credential, JsonObject, OperationContext, OperationName } from '@tutti/model'
import { defineAdapter } from '@tutti/model'
import { checkPost } from './check-post.ts'
import { countText } from './count-text.ts'
import { readError } from './errors.ts'
import { buckets, guarantees, limits } from './limits.ts'
import { bookmarkPost, listBookmarks, unbookmarkPost } from './native/bookmarks.ts'
import { changeQuoteRules, changeReplyRules, detachQuote } from './native/gates.ts'
import { createSignIn } from './oauth/sign-in.ts'
import { blockProfile, muteProfile, unblockProfile, unmuteProfile } from './operations/block-and-mute.ts'
import { listConversations, listMessages } from './operations/conversations.ts'
import { deletePost } from './operations/delete-post.ts'
import { describeAccount } from './operations/describe-account.ts'
import { fetchChannelMetrics } from './operations/fetch-channel-metrics.ts'
import { fetchPost } from './operations/fetch-post.ts'
import { fetchPostMetrics } from './operations/fetch-post-metrics.ts'
import { fetchProfile } from './operations/fetch-profile.ts'
import { fetchTrends } from './operations/fetch-trends.ts'
import { findPost } from './operations/find-post.ts'
import { followProfile, unfollowProfile } from './operations/follow.ts'
import { hideInteraction, unhideInteraction } from './operations/hide-interaction.ts'
import { listComments } from './operations/list-comments.ts'
import { listInteractions } from './operations/list-interactions.ts'
import { listPosts } from './operations/list-posts.ts'
import { listFollowers, listFollowing } from './operations/list-profiles.ts'
import { publishPost } from './operations/publish-post.ts'
import { replyToInteraction } from './operations/reply-to-interaction.ts'
import { reportInteraction } from './operations/report-interaction.ts'
import { searchPosts, searchProfiles } from './operations/search.ts'
import { sendMessage } from './operations/send-message.ts'
import { createStagePost } from './operations/stage-post.ts'
import { reactToPost, repostPost, unreactToPost, unrepostPost } from './operations/subject-records.ts'
import { createSubscribe } from './operations/subscribe.ts'
import {
  type BlueskyCredentialInput,
  type BlueskyOptions,
  parseAdapterOptions,
  parseCredentialInput,
  parsePostOptions,
} from './options.ts'
import { createTid } from './protocol/tid.ts'
import { authorize, createSessionOperations } from './session.ts'

const callOperations = {
  publishPost,
  findPost,
  deletePost,
  fetchPost,
  listPosts,
  repostPost,
  unrepostPost,
  reactToPost,
  unreactToPost,
  listInteractions,
  listComments,
  replyToInteraction,
  hideInteraction,
  unhideInteraction,
  blockProfile,
  unblockProfile,
  muteProfile,
  unmuteProfile,
  reportInteraction,
  followProfile,
  unfollowProfile,
  listFollowers,
  listFollowing,
  fetchProfile,
  listConversations,
  listMessages,
  sendMessage,
  searchPosts,
  searchProfiles,
  fetchTrends,
  fetchPostMetrics,
  fetchChannelMetrics,
}

/** Those that depend on the adapter's options. */
const madeOperations = [
  'stagePost',
  'describeAccount',
  'subscribe',
  'authorizeUrl',
  'exchangeCode',
  'refreshCredential',
  'revokeCredential',
]

const operationNames = [...Object.keys(callOperations), ...madeOperations] as readonly OperationName[]

/**
 * The adapter for Bluesky and every other AT Protocol server. `channel({ identifier, appPassword })` joins it with an
 * account; the session is made at the first request and renewed when it ends. `channel()` takes the account that
 * `tutti.accounts` has signed in by OAuth.
 * @throws InvalidInputError `invalid-options`
 */
export function bluesky(options: BlueskyOptions = {}) {
  const { service, appView, chatService, jetstream, relay, videoService, oauth } = parseAdapterOptions(options)
  const facts = { service, appView, chatService }
  return defineAdapter({
    specVersion: 'v0',
    id: 'bluesky',
    displayName: 'Bluesky',
    limits,
    auth: { kind: 'app-password', scopes: {} },
    buckets,
    guarantees,
    operations: {
      stagePost: createStagePost(videoService),
      ...callOperations,
      describeAccount: (_input: Record<never, never>, context: OperationContext) =>
        describeAccount(operationNames, context),
      subscribe: createSubscribe({ jetstream, relay }),
      ...createSignIn({ service, oauth, facts }),
      ...createSessionOperations(oauth),
    },
    native: { bookmarkPost, unbookmarkPost, listBookmarks, changeReplyRules, changeQuoteRules, detachQuote },
    baseUrl: (facts: JsonObject) => (typeof facts.pds === 'string' ? facts.pds : service),
    // biome-ignore lint/suspicious/noConfusingVoidType: only `void` lets callers leave the argument out
    parseCredential: (input: BlueskyCredentialInput | void): Credential => {
      if (input === undefined) return { secrets: {}, facts }
      const { identifier, appPassword } = parseCredentialInput(input)
      return { secrets: { appPassword }, facts: { identifier, ...facts } }
    },
    parsePlatformOptions: parsePostOptions,
    authorize,
    countText,
    checkPost,
    createKey: ({ nowMs }) => createTid(nowMs),
    readError,
  })
}
