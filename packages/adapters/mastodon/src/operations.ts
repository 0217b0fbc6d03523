import { whereOffered } from './api/where-offered.ts'
import { operationNames } from './operation-names.ts'
import { deletePost } from './operations/delete-post.ts'
import { describeAccountOn } from './operations/describe-account.ts'
import { editPost } from './operations/edit-post.ts'
import { fetchChannelMetrics } from './operations/fetch-channel-metrics.ts'
import { fetchPost } from './operations/fetch-post.ts'
import { fetchPostByAddress } from './operations/fetch-post-by-address.ts'
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
import type { MastodonOptions } from './options.ts'
import { signInOn } from './sign-in/sign-in.ts'

/** All operations on one server. Loaded when the first of them is called. */
export function createOperations(options: MastodonOptions) {
  return {
    stagePost,
    publishPost,
    findPost,
    editPost,
    deletePost,
    fetchPost,
    fetchPostByAddress,
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
    ...signInOn(options),
    describeAccount: describeAccountOn(options.server, operationNames),
  }
}
