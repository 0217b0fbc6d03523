import type { JsonObject, OperationContext } from '@tutti/model'
import { createSignIn } from './oauth/sign-in.ts'
import { operationNames } from './operation-names.ts'
import { blockProfile, muteProfile, unblockProfile, unmuteProfile } from './operations/block-and-mute.ts'
import { listConversations, listMessages } from './operations/conversations.ts'
import { deletePost } from './operations/delete-post.ts'
import { describeAccount } from './operations/describe-account.ts'
import { fetchChannelMetrics } from './operations/fetch-channel-metrics.ts'
import { fetchPost } from './operations/fetch-post.ts'
import { fetchPostByAddress } from './operations/fetch-post-by-address.ts'
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
import type { parseAdapterOptions } from './options.ts'
import { createSessionOperations } from './session.ts'

/** All operations with these options. Loaded when the first of them is called. */
export function createOperations(options: ReturnType<typeof parseAdapterOptions>, facts: JsonObject) {
  const { service, jetstream, relay, videoService, oauth } = options
  return {
    stagePost: createStagePost(videoService),
    publishPost,
    findPost,
    deletePost,
    fetchPost,
    fetchPostByAddress,
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
    subscribe: createSubscribe({ jetstream, relay }),
    describeAccount: (_input: Record<never, never>, context: OperationContext) =>
      describeAccount(operationNames, context),
    ...createSignIn({ service, oauth, facts }),
    ...createSessionOperations(oauth),
  }
}
