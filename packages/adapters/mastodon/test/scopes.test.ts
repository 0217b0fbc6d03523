import type { Operation } from '@tutti/model'
import { createTestContext, type FakeMastodon, fakeMastodon } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { mastodon } from '../src/index.ts'
import { outgoingPart } from './support/fake-channel.ts'

let fake = fakeMastodon()
afterEach(() => fake.stop())

const declared = mastodon({ server: 'https://social.example' })

/** What each operation is called with, once it is there. */
const inputs: Readonly<Record<string, (fake: FakeMastodon) => Promise<unknown>>> = {
  stagePost: async () => outgoingPart({ text: 'cake' }),
  publishPost: async () => ({ ...outgoingPart({ text: 'cake' }), staged: { facts: {} } }),
  findPost: async () => ({ ...outgoingPart({ text: 'cake' }), staged: { facts: {} }, since: 0, until: Date.now() }),
  editPost: async (on) => ({ ...(await own(on)), part: outgoingPart({ text: 'cake' }).part, staged: { facts: {} } }),
  // One that is not there: only then is it looked for.
  deletePost: async (on) => ({ post: on.missing.post }),
  fetchPost: own,
  listComments: own,
  listPosts: nothing,
  reactToPost: own,
  unreactToPost: own,
  repostPost: own,
  unrepostPost: own,
  listInteractions: nothing,
  replyToInteraction: async (on) => ({ ...(await comment(on)), text: 'thanks', key: 'k' }),
  reportInteraction: async (on) => ({ ...(await comment(on)), reason: 'spam' }),
  listConversations: nothing,
  listMessages: async (on) => ({ conversation: await on.seedMessage?.({ text: 'psst' }) }),
  sendMessage: async (on) => ({ to: await on.otherProfile(), text: 'psst', key: 'k' }),
  ...Object.fromEntries(
    ['blockProfile', 'unblockProfile', 'muteProfile', 'unmuteProfile', 'followProfile', 'unfollowProfile'].map(
      (name) => [name, async (on: FakeMastodon) => ({ profile: await on.otherProfile() })],
    ),
  ),
  listFollowers: nothing,
  listFollowing: nothing,
  fetchProfile: nothing,
  fetchPostMetrics: async (on) => ({ posts: [(await own(on)).post] }),
  fetchChannelMetrics: nothing,
  fetchPostByAddress: async (on) => ({ address: (await own(on)).post.url }),
  searchPosts: async () => ({ query: 'cake' }),
  searchProfiles: async () => ({ query: 'bob' }),
  fetchTrends: nothing,
  describeAccount: nothing,
  'native.bookmarkPost': own,
  'native.unbookmarkPost': own,
  'native.listBookmarks': nothing,
  'native.listFilters': nothing,
  'native.createFilter': async () => ({ title: 'x', contexts: ['home'], action: 'hide', keywords: [{ keyword: 'x' }] }),
  'native.deleteFilter': async () => ({ id: '1' }),
  'native.stageMedia': async () => outgoingPart({ text: 'cake' }),
  'native.scheduleStatus': async () => ({ ...outgoingPart({ text: 'cake' }), at: Date.now() + 600_000 }),
  'native.listScheduledStatuses': nothing,
  'native.cancelScheduledStatus': async () => ({ id: '1' }),
}

/** A ref made by hand, so that nothing is known beforehand. */
async function comment(on: FakeMastodon) {
  const { facts: _, ...interaction } = await on.seedComment({ ...(await own(on)), text: 'yum' })
  return { interaction }
}
async function own(on: FakeMastodon) {
  return { post: await on.seedPost({ by: 'account', text: 'cake' }) }
}
async function nothing() {
  return {}
}

async function runWith(name: string, scopes: readonly string[]): Promise<unknown> {
  fake = fakeMastodon()
  const server = await fake.start()
  const adapter = mastodon({ server })
  const { credential } = adapter.channel({ accessToken: fake.grant(scopes) })
  const { context } = createTestContext(adapter, credential)
  const operations: Readonly<Record<string, unknown>> = { ...adapter.operations, ...prefixed(adapter.native) }
  const operation = operations[name] as Operation<unknown, unknown>
  return operation(await inputs[name]?.(fake), context)
}

const prefixed = (native: object = {}) =>
  Object.fromEntries(Object.entries(native).map(([name, operation]) => [`native.${name}`, operation]))

// `stagePost` and `stageMedia` without media ask for nothing; what they need is in the fake's own tests.
const names = Object.keys(inputs).filter((name) => !/stage/.test(name))

describe('scopes', () => {
  test('every operation that asks the server is declared', () => {
    const asking = Object.keys(declared.operations).filter(
      (name) => !/^(?:authorizeUrl|exchangeCode|revokeCredential)$/.test(name),
    )
    const all = [...asking, ...Object.keys(prefixed(declared.native))]
    expect(Object.keys(declared.auth.scopes).sort()).toEqual(all.sort())
  })

  describe.each(names)('%s', (name) => {
    const scopes = declared.auth.scopes[name] ?? []

    test(`is done with ${scopes.join(' ') || 'none'} and no more`, async () => {
      await runWith(name, scopes)
    })

    if (scopes.length === 0) return
    test.each(scopes)('%s is not too much', async (scope) => {
      const rest = scopes.filter((other) => other !== scope)
      await expect(runWith(name, rest)).rejects.toMatchObject({ code: 'forbidden', outcome: 'rejected' })
    })
  })
})
