import {
  type CallOperation,
  type CredentialOperation,
  type DeliveryOperation,
  interactionKinds,
  type PushOperation,
  type ReportReason,
  type StreamTopic,
} from '@tutti/model'
import {
  anything,
  type Check,
  fail,
  input as inputOf,
  isPlainObject,
  json,
  languageTag,
  list,
  memberPath,
  object,
  oneOf,
  optional,
  positiveInteger,
  text,
} from '../delivery/input/checks.ts'

/** What a channel offers: not what core drives through the journal and the credential store. */
export type OfferedOperation = Exclude<CallOperation, DeliveryOperation | CredentialOperation>

const reportReasons = [
  'spam',
  'harassment',
  'sexual',
  'misleading',
  'illegal',
  'other',
] as const satisfies readonly ReportReason[]

const maxPosts = 10_000
const shortText = text({ maxLength: 512 })

const topicKinds = ['interactions', 'home', 'public', 'hashtag'] as const satisfies readonly StreamTopic['kind'][]

const topic: Check = (value, path) => {
  if (!isPlainObject(value)) fail(path, 'must be an object such as { kind: "interactions" }')
  const { kind } = value as { readonly kind?: unknown }
  oneOf(topicKinds)(kind, memberPath(path, 'kind'))
  const members = kind === 'hashtag' ? { kind: anything, hashtag: shortText } : { kind: anything }
  object(members)(value, path)
}

/** What each member of an operation's input must be. A name means the same in every operation. */
const members = {
  post: refTo('post'),
  posts: (platform) => list(refTo('post')(platform), { maxItems: maxPosts }),
  profile: refTo('profile'),
  interaction: refTo('interaction'),
  conversation: refTo('conversation'),
  to: refTo('conversation', 'profile'),
  cursor: () => text({ maxLength: 4096 }),
  limit: () => positiveInteger,
  kinds: () => list(oneOf(interactionKinds), { maxItems: interactionKinds.length }),
  text: () => text(),
  key: () => shortText,
  languages: () => list(languageTag, { maxItems: 20 }),
  handle: () => shortText,
  address: () => text({ maxLength: 4096 }),
  query: () => text({ maxLength: 4096 }),
  reason: () => oneOf(reportReasons),
  comment: () => text({ maxLength: 10_000 }),
  topic: () => topic,
} as const satisfies Readonly<Record<string, (platform: string) => Check>>

type Member = keyof typeof members

const page = ['cursor?', 'limit?'] as const

/** The members of each operation's input; those with a question mark may be absent. */
const inputs: Readonly<Record<OfferedOperation | PushOperation, readonly (Member | `${Member}?`)[]>> = {
  deletePost: ['post'],
  fetchPost: ['post'],
  fetchPostByAddress: ['address'],
  listPosts: ['profile?', ...page],
  reactToPost: ['post'],
  unreactToPost: ['post'],
  repostPost: ['post'],
  unrepostPost: ['post'],
  listInteractions: ['kinds?', ...page],
  listComments: ['post', ...page],
  replyToInteraction: ['interaction', 'text', 'key?', 'languages?'],
  hideInteraction: ['interaction'],
  unhideInteraction: ['interaction'],
  deleteInteraction: ['interaction'],
  approveInteraction: ['interaction'],
  markInteractionSpam: ['interaction'],
  reportInteraction: ['interaction', 'reason', 'comment?'],
  blockProfile: ['profile'],
  unblockProfile: ['profile'],
  muteProfile: ['profile'],
  unmuteProfile: ['profile'],
  followProfile: ['profile'],
  unfollowProfile: ['profile'],
  listConversations: page,
  listMessages: ['conversation', ...page],
  sendMessage: ['to', 'text', 'key?'],
  fetchProfile: ['profile?', 'handle?'],
  listFollowers: ['profile?', ...page],
  listFollowing: ['profile?', ...page],
  fetchAudience: [],
  fetchPostMetrics: ['posts'],
  fetchChannelMetrics: [],
  searchPosts: ['query', ...page],
  searchProfiles: ['query', ...page],
  fetchTrends: page,
  subscribe: ['topic', 'cursor?'],
  describeAccount: [],
}

/**
 * Makes the check of one operation's input on one platform: an id of another platform may exist on
 * this one too, and deleting by it would delete somebody's other post.
 */
export function inputCheck(operation: OfferedOperation | PushOperation, platform: string): (input: unknown) => void {
  return inputOf(
    operation,
    Object.fromEntries(
      inputs[operation].map((entry) => {
        const name = entry.replace('?', '') as Member
        const member: Check = members[name](platform)
        return [name, entry === name ? member : optional(member)]
      }),
    ),
  )
}

/** Refs come back from an app's own database: they must be whole, of this version and of this platform. */
export function refTo(...kinds: readonly string[]): (platform: string) => Check {
  return (platform) => (value, path) => {
    if (!isPlainObject(value)) fail(path, `must be a ref of kind ${kinds.join(' or ')}`)
    const ref = value as Readonly<Record<string, unknown>>
    if (ref.v !== 1) fail(memberPath(path, 'v'), 'must be 1')
    if (!kinds.includes(ref.kind as string)) fail(memberPath(path, 'kind'), `must be ${kinds.join(' or ')}`)
    if (ref.platform !== platform) fail(memberPath(path, 'platform'), `must be ${platform}: this channel is there`)
    text({ maxLength: 4096 })(ref.id, memberPath(path, 'id'))
    optional(json())(ref.facts, memberPath(path, 'facts'))
  }
}
