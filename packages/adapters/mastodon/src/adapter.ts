import { defineAdapter, type Issue, type OperationName, type PreparedPost } from '@tutti/model'
import { countCodePoints, countMastodon } from '@tutti/text'
import { whereOffered } from './api/where-offered.ts'
import { readError } from './errors.ts'
import { keyGuarantees, mastodonAuth, mastodonBuckets, mastodonLimits } from './limits.ts'
import { nativeOperations } from './native/native-operations.ts'
import { deletePost } from './operations/delete-post.ts'
import { describeAccountOn } from './operations/describe-account.ts'
import { editPost } from './operations/edit-post.ts'
import { fetchChannelMetrics } from './operations/fetch-channel-metrics.ts'
import { fetchPost } from './operations/fetch-post.ts'
import { fetchPostMetrics } from './operations/fetch-post-metrics.ts'
import { fetchProfile } from './operations/fetch-profile.ts'
import { fetchTrends } from './operations/fetch-trends.ts'
import { findPost } from './operations/find-post.ts'
import { listComments } from './operations/list-comments.ts'
import { listConversations } from './operations/list-conversations.ts'
import { listFollowers, listFollowing } from './operations/list-follows.ts'
import { listInteractions } from './operations/list-interactions.ts'
import { listMessages } from './operations/list-messages.ts'
import { listPosts } from './operations/list-posts.ts'
import { reactToPost, repostPost, unreactToPost, unrepostPost } from './operations/post-actions.ts'
import {
  blockProfile,
  followProfile,
  muteProfile,
  unblockProfile,
  unfollowProfile,
  unmuteProfile,
} from './operations/profile-actions.ts'
import { publishPost } from './operations/publish-post.ts'
import { replyToInteraction } from './operations/reply-to-interaction.ts'
import { reportInteraction } from './operations/report-interaction.ts'
import { searchPosts, searchProfiles } from './operations/search.ts'
import { sendMessage } from './operations/send-message.ts'
import { stagePost } from './operations/stage-post.ts'
import { subscribe } from './operations/subscribe.ts'
import {
  type MastodonCredential,
  type MastodonOptions,
  type MastodonPostOptions,
  parseMastodonCredential,
  parseMastodonOptions,
  parseMastodonPostOptions,
} from './options.ts'
import { signInOn } from './sign-in/sign-in.ts'

const operationsWithoutServer = {
  stagePost,
  publishPost,
  findPost,
  editPost,
  deletePost,
  fetchPost,
  listPosts,
  reactToPost,
  unreactToPost,
  repostPost,
  unrepostPost,
  listInteractions,
  listComments,
  replyToInteraction,
  reportInteraction: whereOffered('reportInteraction', reportInteraction),
  listConversations,
  listMessages,
  sendMessage: whereOffered('sendMessage', sendMessage),
  blockProfile,
  unblockProfile,
  muteProfile,
  unmuteProfile,
  followProfile,
  unfollowProfile,
  listFollowers,
  listFollowing,
  fetchProfile,
  fetchPostMetrics,
  fetchChannelMetrics,
  searchPosts,
  searchProfiles,
  fetchTrends: whereOffered('fetchTrends', fetchTrends),
  subscribe,
}

const signInNames = ['authorizeUrl', 'exchangeCode', 'revokeCredential']
const operationNames = [...Object.keys(operationsWithoutServer), ...signInNames, 'describeAccount'] as OperationName[]

/**
 * The adapter for one server that speaks Mastodon's API: Mastodon itself, and as far as they follow
 * it GoToSocial, Akkoma, Pleroma, Pixelfed, Friendica. Limits, software and what it guarantees are
 * read from the server when a channel is first used. No request is made here.
 * @throws InvalidInputError `invalid-options` when the server's address is not usable
 */
export function mastodon(options: MastodonOptions) {
  const parsed = parseMastodonOptions(options)
  const { server, appId } = parsed
  return defineAdapter({
    specVersion: 'v0',
    id: 'mastodon',
    displayName: 'Mastodon',
    appId,
    limits: mastodonLimits,
    auth: mastodonAuth,
    buckets: mastodonBuckets,
    guarantees: keyGuarantees,
    operations: {
      ...operationsWithoutServer,
      ...signInOn(parsed),
      describeAccount: describeAccountOn(server, operationNames),
    },
    native: nativeOperations,
    baseUrl: () => server,
    // biome-ignore lint/suspicious/noConfusingVoidType: only `void` lets callers leave the argument out
    parseCredential: (input: MastodonCredential | void) =>
      parseMastodonCredential(input as MastodonCredential | undefined, server),
    parsePlatformOptions: (value): MastodonPostOptions => parseMastodonPostOptions(value),
    authorize: ({ credential: { secrets } }) => ({
      headers: secrets.accessToken ? { authorization: `Bearer ${secrets.accessToken}` } : {},
    }),
    countText: (text, { limit, contentWarning }) =>
      limit.charactersReservedPerUrl === undefined
        ? countCodePoints((contentWarning ?? '') + text)
        : countMastodon(text, { contentWarning, charactersReservedPerUrl: limit.charactersReservedPerUrl }),
    checkPost,
    readError,
  })
}

/** Mastodon takes a poll or media, not both: https://docs.joinmastodon.org/methods/statuses/#create, read 2026-11-22. */
function checkPost(post: Omit<PreparedPost, 'contentHash'>): readonly Issue[] {
  return post.parts.flatMap((part, index) =>
    part.poll && part.media.length > 0
      ? [
          {
            severity: 'error',
            code: 'poll-with-media',
            message: 'a post on Mastodon has a poll or media, not both',
            path: `parts[${index}].poll`,
            advice: 'Leave one of them out, or put the media into another part of the thread.',
          } as const,
        ]
      : [],
  )
}
