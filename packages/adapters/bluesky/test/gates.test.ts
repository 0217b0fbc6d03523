import { bluesky } from '@tutti/bluesky'
import { createTutti } from '@tutti/core'
import type { PreparedPart } from '@tutti/model'
import { fakeBluesky } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contextOf, native, operations, publish } from './support/fake-channel.ts'
import { outgoingOf, partOf } from './support/outgoing.ts'

const fake = fakeBluesky()

beforeAll(() => fake.start())
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const valuesIn = (collection: string) =>
  [...fake.platform.ledger.records.values()].flatMap((record) => (record.collection === collection ? [record] : []))
const threadgates = () => valuesIn('app.bsky.feed.threadgate').map(({ value }) => value)
const postgates = () => valuesIn('app.bsky.feed.postgate').map(({ value }) => value)
const closed: PreparedPart['platformOptions'] = { whoMayReply: ['mentioned', 'following'], whoMayQuote: 'nobody' }

describe('the gates of a new post', () => {
  test('are written with it, under its key, in one request', async () => {
    const context = await contextOf(fake)
    const ref = await publish(outgoingOf(partOf('closed', { platformOptions: closed })), context)
    const writes = fake.platform.requests.filter(({ path }) => /applyWrites|Record$/.test(path))
    expect(writes.map(({ path }) => path.split('.').at(-1))).toEqual(['applyWrites'])
    expect(threadgates()).toMatchObject([
      {
        post: ref.id,
        allow: [{ $type: 'app.bsky.feed.threadgate#mentionRule' }, { $type: 'app.bsky.feed.threadgate#followingRule' }],
      },
    ])
    expect(postgates()).toMatchObject([
      { post: ref.id, embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }] },
    ])
    const keys = [...fake.platform.ledger.records.values()].map(({ rkey }) => rkey)
    expect(new Set(keys)).toEqual(new Set([ref.id.split('/').at(-1)]))
  })

  test('come or stay away with it when the answer is lost, and it is found by its key', async () => {
    const context = await contextOf(fake)
    for (const committed of [true, false]) {
      const outgoing = outgoingOf(partOf(`lost ${committed}`, { platformOptions: closed }))
      const input = { ...outgoing, staged: await operations.stagePost(outgoing, context) }
      fake.platform.faults.add({ kind: 'reset', committed }, { on: (request) => fake.platform.isCommit(request) })
      expect(await failure(operations.publishPost(input, context))).toMatchObject({ outcome: 'unknown' })
      const { matches } = await operations.findPost({ ...input, since: 0, until: Date.now() }, context)
      expect(matches).toHaveLength(committed ? 1 : 0)
    }
    expect(threadgates()).toHaveLength(1)
    expect(postgates()).toHaveLength(1)
  })

  test('a key that is taken leaves what stands, and its gates, as they are', async () => {
    const context = await contextOf(fake)
    const outgoing = outgoingOf(partOf('once', { platformOptions: closed }))
    await publish(outgoing, context)
    expect(await failure(publish(outgoing, context))).toMatchObject({ code: 'server-error', outcome: 'unknown' })
    expect(threadgates()).toHaveLength(1)
  })

  test('a reply has none for replies, which core says beforehand', async () => {
    const tutti = await createTutti({
      channels: {
        sky: bluesky({ service: await fake.platform.listen() }).channel({
          identifier: 'alice.test',
          appPassword: fake.appPassword(),
        }),
      },
    })
    const replyTo = fake.post('bob.test', 'theirs')
    const post = tutti.post({ text: 'a reply', replyTo, platformOptions: { bluesky: { whoMayReply: 'nobody' } } })
    const preview = await tutti.prepare(post)
    expect(preview.channels.sky.issues).toMatchObject([{ severity: 'warning', code: 'field-dropped' }])
    expect((await tutti.publish(preview)).deliveries.sky.state).toBe('published')
    expect(threadgates()).toEqual([])
    await tutti.close()
  })

  test.each([
    ['no groups', { whoMayReply: [] }],
    ['six groups', { whoMayReply: Array.from({ length: 6 }, () => 'followers') }],
    ['an unknown group', { whoMayReply: ['friends'] }],
    ['a list that is none', { whoMayReply: [{ list: 'at://did:plc:a/app.bsky.feed.post/1' }] }],
    ['quotes for some', { whoMayQuote: 'followers' }],
  ])('%s are refused', (_name, options) => {
    expect(() => bluesky().parsePlatformOptions(options)).toThrow(/platformOptions\.bluesky\.whoMay/)
  })
})

describe('the gates of a post that stands', () => {
  test('are changed without losing what else they say', async () => {
    const context = await contextOf(fake)
    const post = fake.post('alice.test', 'mine')
    const rude = { ...fake.post('bob.test', 'rude', post), kind: 'interaction' } as const
    const quote = fake.quote('bob.test', post, 'look at this')
    await operations.hideInteraction({ interaction: rude }, context)
    await native.changeReplyRules({ post, who: 'nobody' }, context)
    await native.changeQuoteRules({ post, who: 'nobody' }, context)
    await native.detachQuote({ post, quote }, context)
    await native.detachQuote({ post, quote }, context)
    expect(threadgates()).toMatchObject([{ post: post.id, allow: [], hiddenReplies: [rude.id] }])
    expect(postgates()).toMatchObject([{ post: post.id, detachedEmbeddingUris: [quote.id] }])
    expect(postgates()[0]).toHaveProperty('embeddingRules')
    await native.changeReplyRules({ post, who: 'everybody' }, context)
    await native.changeQuoteRules({ post, who: 'everybody' }, context)
    expect(threadgates()[0]).not.toHaveProperty('allow')
    expect(postgates()[0]).not.toHaveProperty('embeddingRules')
  })

  test('are one’s own, and those of replies are none of one’s business', async () => {
    const context = await contextOf(fake)
    const theirs = fake.post('bob.test', 'theirs')
    const reply = fake.post('alice.test', 'mine', theirs)
    const change = (post: typeof theirs) => failure(native.changeReplyRules({ post, who: 'nobody' }, context))
    expect(await change(theirs)).toMatchObject({ code: 'forbidden', outcome: 'not-sent' })
    expect(await change(reply)).toMatchObject({ code: 'invalid-input', path: 'post' })
    expect(await failure(native.changeQuoteRules({ post: theirs, who: 'nobody' }, context))).toMatchObject({
      code: 'forbidden',
    })
    expect(threadgates()).toEqual([])
  })

  test('a post is taken out of fifty quotes, not more', async () => {
    const context = await contextOf(fake)
    const post = fake.post('alice.test', 'mine')
    const quote = fake.quote('bob.test', post, 'look')
    await native.detachQuote({ post, quote }, context)
    const [gate] = valuesIn('app.bsky.feed.postgate')
    if (gate) {
      const detachedEmbeddingUris = Array.from({ length: 50 }, (_, index) => `${quote.id}${index}`)
      fake.platform.ledger.records.set(gate.uri, { ...gate, value: { ...gate.value, detachedEmbeddingUris } })
    }
    const error = await failure(native.detachQuote({ post, quote }, context))
    expect(error).toMatchObject({ code: 'rejected', outcome: 'not-sent' })
  })
})

describe('bookmarks', () => {
  test('are kept once, listed newest first, and taken back', async () => {
    const context = await contextOf(fake)
    const [first, second] = [fake.post('bob.test', 'first'), fake.post('bob.test', 'second')]
    for (const post of [first, { ...second, facts: undefined }, first]) await native.bookmarkPost({ post }, context)
    const page = await native.listBookmarks({ limit: 1 }, context)
    const rest = await native.listBookmarks({ limit: 1, cursor: page.nextCursor }, context)
    expect([...page.items, ...rest.items].map(({ text }) => text)).toEqual(['second', 'first'])
    const { samples } = await operations.fetchPostMetrics({ posts: [first] }, context)
    expect(samples.find(({ metric }) => metric === 'bookmarks')?.value).toBe(1)
    await native.unbookmarkPost({ post: first }, context)
    fake.platform.ledger.records.delete(second.id)
    expect(await native.listBookmarks({}, context)).toMatchObject({
      items: [],
      warnings: [{ code: 'item-unreadable' }],
    })
  })

  test.each([[{}], [{ post: 'at://x' }], [{ post: { v: 1, platform: 'mastodon', id: '1' } }], [{ post: null }]])(
    'of %j are refused before anything is sent',
    async (input) => {
      const error = await failure(native.bookmarkPost(input as never, await contextOf(fake)))
      expect(error).toMatchObject({ code: 'invalid-input', path: 'bookmarkPost.post' })
      expect(fake.platform.requests).toEqual([])
    },
  )
})
