import type { OperationVocabulary } from './operations.ts'

/** The name of any operation in the vocabulary. */
export type OperationName = keyof OperationVocabulary

/** The parts of publishing and editing. Core drives them; `channel(id)` does not offer them. */
export type DeliveryOperation = 'stagePost' | 'publishPost' | 'findPost' | 'editPost'

/** What concerns the credential. Core drives it; only these see secrets. */
export type CredentialOperation = 'authorizeUrl' | 'exchangeCode' | 'refreshCredential' | 'revokeCredential'

/** What goes on and on instead of answering once. */
export type PushOperation = 'subscribe'

/** What is called once with an input and a context, and answers once. */
export type CallOperation = Exclude<OperationName, 'authorizeUrl' | 'exchangeCode' | PushOperation>

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
  fetchPostByAddress: 'reads',
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
  subscribe: 'reads',
  describeAccount: 'publishing',
  authorizeUrl: 'publishing',
  exchangeCode: 'publishing',
  refreshCredential: 'publishing',
  revokeCredential: 'publishing',
} as const satisfies Record<OperationName, Priority>

/** Every operation name, in the order of the capability matrix. */
export const operationNames = Object.keys(operationPriorities) as readonly OperationName[]
