import { encode } from '@atcute/cbor'
import { bluesky } from '@tutti/bluesky'
import type { StreamItem, StreamTopic, SubscribeInput } from '@tutti/model'
import { createTestContext, fakeBluesky } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readFirehoseFrame } from '../src/stream/firehose.ts'
import { readJetstreamFrame } from '../src/stream/jetstream.ts'
import { createListener } from '../src/stream/topics.ts'
import { contextOf, operations, publish } from './support/fake-channel.ts'
import { outgoingOf, partOf } from './support/outgoing.ts'

const fake = fakeBluesky()

beforeAll(() => fake.start())
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

type Source = 'firehose' | 'jetstream'

/** Listens as alice until `count` items have come; `act` runs when the stream is open. */
async function hear(source: Source, input: SubscribeInput, count: number, act: () => unknown = () => undefined) {
  const service = await fake.platform.listen()
  const adapter = bluesky({ service, ...(source === 'jetstream' ? { jetstream: service.replace('http', 'ws') } : {}) })
  const { credential } = adapter.channel({ identifier: 'alice.test', appPassword: fake.appPassword() })
  const surroundings = createTestContext(adapter, credential)
  const heard: StreamItem[] = []
  const items = adapter.operations.subscribe(input, surroundings.context)
  let next = items.next()
  while (surroundings.openedStreams === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  await act()
  for (; heard.length < count; next = items.next()) {
    const { value } = await next
    if (value) heard.push(value)
    if (heard.length === count) break
  }
  await items.return(undefined)
  return { heard, logged: surroundings.logged }
}

const say = (item: StreamItem) => {
  if (item.kind === 'interaction') return `${item.interaction.author.handle} ${item.interaction.kind.unified}`
  return item.kind === 'post-deleted' ? `deleted ${item.post.id}` : `${item.kind} ${item.post.text}`
}
const interactions: StreamTopic = { kind: 'interactions' }

describe.each<Source>(['firehose', 'jetstream'])('the %s', (source) => {
  test('tells what people do towards the account, and nothing else', async () => {
    const mine = fake.post('alice.test', 'mine')
    const bob = await contextOf(fake, 'bob.test')
    const { heard } = await hear(source, { topic: interactions }, 6, async () => {
      fake.post('bob.test', 'to nobody')
      fake.like('alice.test', mine)
      fake.like('bob.test', mine)
      fake.quote('carol.test', mine, 'look')
      const reply = fake.post('bob.test', 'why?', mine)
      fake.post('carol.test', 'indeed', reply)
      await publish(outgoingOf(partOf('hello @alice.test')), bob)
      await operations.followProfile(
        { profile: (await operations.fetchProfile({ handle: 'alice.test' }, bob)).ref },
        bob,
      )
    })
    expect(heard.map(say)).toEqual([
      'bob.test reaction',
      'carol.test quote',
      'bob.test comment',
      'carol.test reply',
      'bob.test mention',
      'bob.test follow',
    ])
    const quote = heard[1]
    expect(quote?.kind === 'interaction' && quote.interaction).toMatchObject({ post: { id: mine.id }, text: 'look' })
  })

  test('goes on inside a commit of many, behind the very record', async () => {
    const gated = partOf('gated', { platformOptions: { whoMayReply: 'nobody', whoMayQuote: 'nobody' } })
    const context = await contextOf(fake, 'bob.test')
    const { heard } = await hear(source, { topic: { kind: 'public' } }, 1, () => publish(outgoingOf(gated), context))
    fake.post('bob.test', 'later')
    const after = await hear(source, { topic: { kind: 'public' }, cursor: heard[0]?.cursor }, 1)
    expect(after.heard.map(say)).toEqual(['post later'])
    const [, sequence] = heard[0]?.cursor?.split(/[:.]/) ?? []
    const before = `${source}:${Number(sequence) - 1}.0`
    expect((await hear(source, { topic: { kind: 'public' }, cursor: before }, 2)).heard.map(say)).toEqual([
      'post gated',
      'post later',
    ])
  })

  test('tells home what those followed write, delete and no longer: as of now', async () => {
    const context = await contextOf(fake)
    const bob = await fake.otherProfile()
    await operations.followProfile({ profile: bob }, context)
    const { ref: carol } = await operations.fetchProfile({ handle: 'carol.test' }, context)
    const { heard } = await hear(source, { topic: { kind: 'home' } }, 4, async () => {
      fake.post('carol.test', 'not yet followed')
      const gone = fake.post('bob.test', 'one')
      await operations.deletePost({ post: gone }, await contextOf(fake, 'bob.test'))
      await operations.followProfile({ profile: carol }, context)
      fake.post('carol.test', 'followed')
      await operations.unfollowProfile({ profile: bob }, context)
      fake.post('bob.test', 'no longer followed')
      fake.post('carol.test', 'the end')
    })
    expect(heard.map(say)).toEqual(['post one', expect.stringMatching(/^deleted /), 'post followed', 'post the end'])
    expect(heard[0]?.kind === 'post' && heard[0].post.author.handle).toBe('bob.test')
  })

  test('a hashtag is found in the text and beside it, in either case', async () => {
    const context = await contextOf(fake, 'bob.test')
    const topic = { kind: 'hashtag', hashtag: '#Cake' } as const
    const { heard } = await hear(source, { topic }, 2, async () => {
      fake.post('bob.test', 'no tag: cake')
      fake.post('bob.test', 'in the text #cake')
      await publish(outgoingOf(partOf('beside it', { platformOptions: { tags: ['CAKE'] } })), context)
    })
    expect(heard.map(say)).toEqual(['post in the text #cake', 'post beside it'])
  })

  test.each([
    'elsewhere',
    'firehose',
    'firehose:1',
    'jetstream:x.0',
    source === 'firehose' ? 'jetstream:1.0' : 'firehose:1.0',
  ])('cursor %j is refused', async (cursor) => {
    const adapter = bluesky(source === 'jetstream' ? { jetstream: 'wss://jetstream.example' } : {})
    const listening = adapter.operations.subscribe({ topic: interactions, cursor }, await contextOf(fake))
    await expect(listening.next()).rejects.toMatchObject({ code: 'invalid-input', path: 'cursor' })
  })
})

describe('frames of the firehose', () => {
  const collections = new Set(['app.bsky.feed.post'])
  const read = (header: object, message: object) =>
    readFirehoseFrame(Uint8Array.from([...encode(header), ...encode(message)]), collections)
  const kind = (t: string) => ({ op: 1, t })
  const commit = { seq: 7, repo: 'did:plc:a', ops: [], blocks: { $bytes: '' }, tooBig: false }

  test.each([
    ['an identity', '#identity', { seq: 1, did: 'did:plc:a' }, { events: [], renamed: 'did:plc:a' }],
    ['an account', '#account', { seq: 1, did: 'did:plc:a', active: false, status: 'takendown' }, { events: [] }],
    ['a sync', '#sync', { seq: 1, did: 'did:plc:a' }, { events: [] }],
    ['something new', '#labels', { seq: 1 }, { events: [] }],
    [
      'an outdated cursor',
      '#info',
      { name: 'OutdatedCursor' },
      { events: [], warning: expect.stringMatching(/^OutdatedCursor/) },
    ],
    ['a commit that was too big', '#commit', { ...commit, tooBig: true }, { events: [], warning: expect.any(String) }],
  ])('%s', (_name, t, message, expected) => {
    expect(read(kind(t), message)).toEqual(expected)
  })

  test('a commit without its blocks names its records and says that they are missing', () => {
    const cid = { $link: 'bafyreidqmcelqljzugcjnmcf6kxgxlbjmccqgpnbqfpsqbdqkyjsuvzrqy' }
    const ops = [
      { action: 'create', path: 'app.bsky.feed.post/3aaaaaaaaaa2a', cid },
      { action: 'create', path: 'app.bsky.feed.like/3aaaaaaaaaa2a', cid },
      { action: 'delete', path: 'app.bsky.feed.post/3bbbbbbbbbb2b', cid: null },
      { action: 'renamed', path: 'app.bsky.feed.post/3cccccccccc2c', cid },
      { action: 'create', path: 'app.bsky.feed.post', cid },
    ]
    const message = read(kind('#commit'), { ...commit, ops })
    expect(message?.warning).toMatch(/without all of its records/)
    expect(message?.events.map(({ action, rkey, position }) => [action, rkey, position])).toEqual([
      ['create', '3aaaaaaaaaa2a', { sequence: 7, index: 0 }],
      ['delete', '3bbbbbbbbbb2b', { sequence: 7, index: 2 }],
    ])
  })

  test.each([
    ['FutureCursor', { code: 'invalid-input', path: 'cursor', retryable: false }],
    ['ConsumerTooSlow', { code: 'stream-overrun', retryable: true }],
    ['InternalServerError', { code: 'server-error', retryable: true }],
  ])('%s ends the stream', (error, expected) => {
    expect(() => read({ op: -1 }, { error, message: 'the reason' })).toThrow(expect.objectContaining(expected))
  })

  test('what is cut anywhere is never a commit', () => {
    const whole = Uint8Array.from([...encode(kind('#commit')), ...encode(commit)])
    for (let length = 0; length < whole.length; length += 1) {
      expect(readFirehoseFrame(whole.subarray(0, length), collections)).toBeUndefined()
    }
  })
})

describe('frames of a Jetstream', () => {
  const event = { did: 'did:plc:a', time_us: 5, kind: 'commit' }

  test.each([
    [
      'an identity',
      { ...event, kind: 'identity', identity: { handle: 'new.test' } },
      { events: [], renamed: 'did:plc:a' },
    ],
    ['an account', { ...event, kind: 'account', account: { active: true } }, { events: [] }],
    ['no JSON', '{"did":', undefined],
    ['no instant', { did: 'did:plc:a' }, undefined],
    ['a commit of nothing', { ...event, commit: { operation: 'create' } }, undefined],
  ])('%s', (_name, value, expected) => {
    expect(readJetstreamFrame(typeof value === 'string' ? value : JSON.stringify(value))).toEqual(expected)
  })
})

test('whoever has another handle is asked for again, once', async () => {
  const context = await contextOf(fake)
  const listener = await createListener(interactions, context)
  const record = { $type: 'app.bsky.graph.follow', createdAt: '2026-11-25T04:00:00Z' }
  const did = (await fake.otherProfile()).id
  const { did: own } = (await context.account.describe()).facts
  const follow = { did, collection: record.$type, rkey: '3aaaaaaaaaa2a', action: 'create', cid: 'bafy' } as const
  const event = { ...follow, record: { ...record, subject: own }, position: { sequence: 1, index: 0 } }
  const asked = () => fake.platform.requests.filter(({ query }) => query.get('actor') === did).length
  for (let count = 0; count < 2; count += 1) await listener.read(event)
  expect(asked()).toBe(1)
  listener.renamed?.(did)
  expect(await listener.read(event)).toMatchObject({ interaction: { author: { handle: 'bob.test' } } })
  expect(asked()).toBe(2)
})
