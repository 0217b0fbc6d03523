import type { InteractionRef } from '@tutti/model'
import { fakeBluesky } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answeringContext } from './support/answering-context.ts'
import { contextOf, operations } from './support/fake-channel.ts'

const fake = fakeBluesky()

beforeAll(() => fake.start())
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const asInteraction = (ref: object) => ({ ...ref, kind: 'interaction' }) as InteractionRef

describe('following', () => {
  test('shows in lists and numbers, and is taken back also when it is old', async () => {
    const context = await contextOf(fake)
    const bob = await fake.otherProfile()
    await operations.followProfile({ profile: bob }, context)
    const followers = await operations.listFollowers({ profile: bob }, context)
    expect(followers.items.map(({ handle }) => handle)).toEqual(['alice.test'])
    const { samples } = await operations.fetchChannelMetrics({}, context)
    expect(samples.map(({ metric, value }) => [metric, value])).toEqual([
      ['followers', 0],
      ['following', 1],
      ['posts', 0],
    ])
    // A hundred newer ones: then only the AppView says which record it is.
    for (let count = 0; count < 100; count += 1) {
      const uri = `at://${context.account.facts.did}/app.bsky.graph.follow/3zzz${count}`
      const [did = ''] = uri.slice(5).split('/')
      const place = { uri, did, collection: 'app.bsky.graph.follow', rkey: `3zzz${count}`, cid: `bafy${count}` }
      fake.platform.ledger.records.set(uri, { ...place, value: { subject: `did:plc:${count}` }, writtenAt: 0 })
    }
    await operations.unfollowProfile({ profile: bob }, context)
    expect((await operations.listFollowers({ profile: bob }, context)).items).toEqual([])
  })

  test('a cursor of another list is refused', async () => {
    const context = await contextOf(fake)
    const error = await failure(operations.listFollowing({ cursor: 'followers:1__a' }, context))
    expect(error).toMatchObject({ code: 'invalid-input', path: 'cursor' })
  })
})

describe('reports', () => {
  test('name the record by its hash, and the platform’s nearest reason', async () => {
    const context = await contextOf(fake)
    const comment = asInteraction(fake.post('bob.test', 'rude', fake.post('alice.test', 'mine')))
    await operations.reportInteraction({ interaction: comment, reason: 'illegal', comment: 'look' }, context)
    await operations.reportInteraction({ interaction: { ...comment, facts: undefined }, reason: 'spam' }, context)
    const subject = { $type: 'com.atproto.repo.strongRef', uri: comment.id, cid: comment.facts?.cid }
    expect(fake.platform.ledger.reports).toMatchObject([
      { reasonType: 'com.atproto.moderation.defs#reasonViolation', reason: 'look', subject },
      { reasonType: 'com.atproto.moderation.defs#reasonSpam', subject },
    ])
  })

  test('of a private message name it as the moderators do', async () => {
    const context = await contextOf(fake)
    const conversation = fake.message('bob.test', 'alice.test', 'buy pills')
    const [message] = (await operations.listMessages({ conversation }, context)).items
    if (message) await operations.reportInteraction({ interaction: message.ref, reason: 'spam' }, context)
    expect(fake.platform.ledger.reports[0]?.subject).toEqual({
      $type: 'chat.bsky.convo.defs#messageRef',
      did: (await fake.otherProfile()).id,
      convoId: conversation.id,
      messageId: message?.ref.id.split('/')[1],
    })
  })

  test.each([
    ['what is no record', { id: 'elsewhere' }, {}, 'invalid-input'],
    ['what is gone', fake.missing.interaction, {}, 'not-found'],
    ['with too long a comment', fake.missing.interaction, { comment: 'a'.repeat(2001) }, 'text-too-long'],
  ])('%s are refused', async (_name, ref, more, code) => {
    const input = { interaction: asInteraction(ref), reason: 'other', ...more } as const
    expect(await failure(operations.reportInteraction(input, await contextOf(fake)))).toMatchObject({ code })
    expect(fake.platform.ledger.reports).toEqual([])
  })
})

test('trends have names as people write them, addresses and numbers, on one page', async () => {
  const context = await contextOf(fake, 'alice.test', new Map(), { webApp: 'https://app.example' })
  const { items, nextCursor } = await operations.fetchTrends({}, context)
  expect(items.map(({ name, url, postCount }) => [name, url, postCount])).toEqual([
    ['Lemon cake', 'https://app.example/profile/trending.bsky.app/feed/1', 1234],
    ['baking', 'https://app.example/profile/trending.bsky.app/feed/2', 56],
  ])
  expect(nextCursor).toBeUndefined()
  expect(await failure(operations.fetchTrends({ cursor: 'trends:1' }, context))).toMatchObject({ path: 'cursor' })
})

test('a number that the AppView does not give is missing, not 0', async () => {
  const { samples } = await operations.fetchChannelMetrics(
    {},
    answeringContext(() => ({ body: { followersCount: 3 } })),
  )
  expect(samples.map(({ value, missing }) => value ?? missing)).toEqual([3, 'not-answered', 'not-answered'])
})
