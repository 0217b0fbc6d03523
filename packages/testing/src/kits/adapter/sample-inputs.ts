import { randomUUID } from 'node:crypto'
import type { CallOperation } from '@tutti/model'
import type { Harness, InputOf } from './harness.ts'
import { addImage, makeOutgoing, makePart, stage, uniqueText } from './outgoing.ts'

const ownPost = async ({ options: { platform } }: Harness) => ({
  post: await platform.seedPost({ by: 'account', text: uniqueText() }),
})
const othersPost = async ({ options: { platform } }: Harness) => ({
  post: await platform.seedPost({ by: 'other', text: uniqueText() }),
})
const commentOnOwnPost = async ({ options: { platform } }: Harness) => {
  const post = await platform.seedPost({ by: 'account', text: uniqueText() })
  return { interaction: await platform.seedComment({ post, text: uniqueText('a comment') }) }
}
const other = async ({ options: { platform } }: Harness) => ({ profile: await platform.otherProfile() })
const message = async ({ options: { platform } }: Harness) => {
  if (!platform.seedMessage) throw new Error('implement seedMessage: the adapter declares conversations')
  return platform.seedMessage({ text: uniqueText('a message') })
}
/** A key as core would make it. */
export const makeKey = ({ adapter }: Harness) => adapter.createKey?.({ nowMs: Date.now() }) ?? randomUUID()
const outgoing = (harness: Harness) => {
  const takesImages = harness.description.limits.media.image !== undefined
  const media = takesImages ? [addImage(harness, 'A grey square')] : []
  return makeOutgoing(harness, makePart(harness, uniqueText(), { media }))
}

type SampleMakers = { readonly [Name in CallOperation]?: (harness: Harness) => Promise<InputOf<Name>> }

/** How to come by an input of each operation on an empty platform. */
const makers: SampleMakers = {
  stagePost: async (harness) => outgoing(harness),
  publishPost: (harness) => stage(harness, outgoing(harness)),
  findPost: async (harness) => {
    const input = await stage(harness, outgoing(harness))
    return { ...input, since: input.createdAt - 60_000, until: input.createdAt + 60_000 }
  },
  deletePost: ownPost,
  fetchPost: ownPost,
  async fetchPostByAddress(harness) {
    const { post } = await othersPost(harness)
    return { address: post.url ?? post.id }
  },
  async listPosts(harness) {
    await ownPost(harness)
    return {}
  },
  reactToPost: othersPost,
  repostPost: othersPost,
  unreactToPost: (harness) => after('reactToPost', harness, othersPost),
  unrepostPost: (harness) => after('repostPost', harness, othersPost),
  async listInteractions(harness) {
    await commentOnOwnPost(harness)
    return {}
  },
  async listComments(harness) {
    const { platform } = harness.options
    const { post } = await ownPost(harness)
    await platform.seedComment({ post, text: uniqueText('a comment') })
    return { post }
  },
  replyToInteraction: async (harness) => ({
    ...(await commentOnOwnPost(harness)),
    text: uniqueText('an answer'),
    key: makeKey(harness),
  }),
  hideInteraction: commentOnOwnPost,
  unhideInteraction: (harness) => after('hideInteraction', harness, commentOnOwnPost),
  blockProfile: other,
  unblockProfile: (harness) => after('blockProfile', harness, other),
  muteProfile: other,
  unmuteProfile: (harness) => after('muteProfile', harness, other),
  followProfile: other,
  unfollowProfile: (harness) => after('followProfile', harness, other),
  async editPost(harness) {
    const { post } = await ownPost(harness)
    const edited = await stage(harness, makeOutgoing(harness, makePart(harness, uniqueText('another text'))))
    return { post, part: edited.part, staged: edited.staged }
  },
  reportInteraction: async (harness) => ({
    ...(await commentOnOwnPost(harness)),
    reason: 'spam',
    comment: 'the same under every post',
  }),
  async listConversations(harness) {
    await message(harness)
    return {}
  },
  async listMessages(harness) {
    return { conversation: await message(harness) }
  },
  sendMessage: async (harness) => ({
    to: await harness.options.platform.otherProfile(),
    text: uniqueText('a message'),
    key: makeKey(harness),
  }),
  listFollowers: async () => ({}),
  listFollowing: async () => ({}),
  async searchPosts(harness) {
    const { platform } = harness.options
    const text = uniqueText()
    await platform.seedPost({ by: 'other', text })
    return { query: text.split(' ').at(-1) ?? text }
  },
  searchProfiles: async (harness) => {
    const { profile } = await other(harness)
    const { handle } = await harness.run('fetchProfile', { profile })
    return { query: handle }
  },
  fetchTrends: async () => ({}),
  fetchChannelMetrics: async () => ({}),
  fetchProfile: async () => ({}),
  async fetchPostMetrics(harness) {
    const { post } = await ownPost(harness)
    return { posts: [post] }
  },
  describeAccount: async () => ({}),
  refreshCredential: async (harness) => ({ credential: harness.credential }),
  revokeCredential: async (harness) => ({ credential: harness.credential }),
}

/** Does the opposite first, so that there is something to take back. */
async function after<Input>(
  operation: CallOperation,
  harness: Harness,
  make: (harness: Harness) => Promise<Input>,
): Promise<Input> {
  const input = await make(harness)
  if (harness.adapter.operations[operation]) await harness.run(operation, input as InputOf<typeof operation>)
  return input
}

/** Whether the kit, or the suite's `samples`, can make an input of an operation. */
export const hasSample = (harness: Harness, operation: CallOperation) =>
  makers[operation] !== undefined || harness.options.samples?.[operation] !== undefined

/** An input with which an operation succeeds, everything it needs put on the platform before. */
export async function sampleInput<Name extends CallOperation>(harness: Harness, operation: Name) {
  const own = harness.options.samples?.[operation]
  if (own) return own() as InputOf<Name>
  const make = makers[operation] as ((harness: Harness) => Promise<InputOf<Name>>) | undefined
  if (!make) throw new Error(`the kit has no sample input for ${operation}: give one in samples.${operation}`)
  return make(harness)
}
