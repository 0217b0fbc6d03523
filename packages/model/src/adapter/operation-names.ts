import type { OperationVocabulary } from './operations.ts'

/** The name of any operation in the vocabulary. */
export type OperationName = keyof OperationVocabulary

/** The parts of publishing. Core drives them through the journal; `channel(id)` does not offer them. */
export type DeliveryOperation = 'stagePost' | 'publishPost' | 'findPost'

/** What concerns the credential. Core drives it. */
export type CredentialOperation = 'refreshCredential'

/** How urgent an operation is when it must wait for a limit. */
export type Priority = 'publishing' | 'community' | 'reads' | 'backfill'

/** Priorities from most to least urgent. */
export const priorities = ['publishing', 'community', 'reads', 'backfill'] as const satisfies readonly Priority[]

/** Every operation with its priority. The list that `supports` and the capability matrix go by. */
export const operationPriorities = {
  stagePost: 'publishing',
  publishPost: 'publishing',
  findPost: 'publishing',
  editPost: 'publishing',
  deletePost: 'publishing',
  fetchPost: 'reads',
  listPosts: 'reads',
  repostPost: 'community',
  unrepostPost: 'community',
  reactToPost: 'community',
  unreactToPost: 'community',
  listInteractions: 'reads',
  listComments: 'reads',
  replyToInteraction: 'community',
  hideInteraction: 'community',
  unhideInteraction: 'community',
  deleteInteraction: 'community',
  approveInteraction: 'community',
  markInteractionSpam: 'community',
  blockProfile: 'community',
  unblockProfile: 'community',
  muteProfile: 'community',
  unmuteProfile: 'community',
  reportInteraction: 'community',
  listConversations: 'reads',
  listMessages: 'reads',
  sendMessage: 'community',
  fetchProfile: 'reads',
  listFollowers: 'reads',
  listFollowing: 'reads',
  followProfile: 'community',
  unfollowProfile: 'community',
  fetchAudience: 'reads',
  fetchPostMetrics: 'reads',
  fetchChannelMetrics: 'reads',
  searchPosts: 'reads',
  searchProfiles: 'reads',
  fetchTrends: 'reads',
  describeAccount: 'publishing',
  refreshCredential: 'publishing',
} as const satisfies Record<OperationName, Priority>

/** Every operation name, in the order of the capability matrix. */
export const operationNames = Object.keys(operationPriorities) as readonly OperationName[]
