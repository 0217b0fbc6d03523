import type { StreamItem, StreamTopic } from '@tutti/model'
import { createTestContext, fakeMastodon } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { mastodon } from '../src/index.ts'
import { readStreamingUrl } from '../src/read/instance.ts'
import { isNewer } from '../src/streaming/order.ts'
import { openFakeChannel } from './support/fake-channel.ts'

let fake = fakeMastodon()
afterEach(() => fake.stop())

async function open(options?: Parameters<typeof fakeMastodon>[0]) {
  fake = fakeMastodon(options)
  const { adapter, context, server, run } = await openFakeChannel(fake)
  await context.account.describe()
  const listen = (topic: StreamTopic, cursor?: string) =>
    adapter.operations.subscribe({ topic, cursor }, context)[Symbol.asyncIterator]()
  return { adapter, context, server, run, listen }
}

const isOpen = async (count = 1) => {
  while (fake.platform.streams.openCount < count) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Starts to listen, makes something happen, and reads as many items. */
async function hear(iterator: AsyncIterator<StreamItem>, happen: () => unknown, count: number): Promise<StreamItem[]> {
  const first = iterator.next()
  await isOpen()
  await happen()
  const items: StreamItem[] = []
  for (let next = await first; ; next = await iterator.next()) {
    if (next.value) items.push(next.value)
    if (next.done || items.length === count) break
  }
  await iterator.return?.()
  return items
}

const textOf = (item: StreamItem | undefined) =>
  item?.kind === 'interaction' ? item.interaction.text : item?.kind === 'post-deleted' ? 'deleted' : item?.post.text

describe('what is told', () => {
  test('interactions, and nothing but them', async () => {
    const { listen } = await open()
    const items = await hear(
      listen({ kind: 'interactions' }),
      () => {
        fake.post('bob', { status: 'nothing about alice' })
        fake.post('bob', { status: '@alice hello' })
        fake.favourite('bob', fake.post('alice', { status: 'cake' }))
      },
      2,
    )
    expect(items).toMatchObject([
      { kind: 'interaction', interaction: { kind: { unified: 'mention' }, text: '@alice hello' } },
      { kind: 'interaction', interaction: { kind: { unified: 'reaction' } } },
    ])
  })

  test('posts of those who are followed, edited and deleted ones, too', async () => {
    const { listen, run } = await open()
    const profile = await fake.otherProfile()
    await run('followProfile', { profile })
    const bob = await bobsChannel()
    const items = await hear(
      listen({ kind: 'home' }),
      async () => {
        fake.post('carol', { status: 'from somebody else' })
        const post = await bob.publish({ text: 'cake' })
        await bob.run('editPost', { post, part: { ...plain, text: 'lemon cake' }, staged: { facts: {} } })
        await bob.run('deletePost', { post })
      },
      3,
    )
    expect(items.map(({ kind }) => kind)).toEqual(['post', 'post-edited', 'post-deleted'])
    expect(items.map(textOf)).toEqual(['cake', 'lemon cake', 'deleted'])
    // What has no place in the list goes on from the post before it.
    expect(new Set(items.map(({ cursor }) => cursor)).size).toBe(1)
  })

  test.each([
    [{ kind: 'public' }, ['no tag', 'a #cake']],
    [{ kind: 'hashtag', hashtag: '#Cake' }, ['a #cake']],
  ] as const)('public posts: %j', async (topic, texts) => {
    const { listen } = await open()
    const say = () => {
      fake.post('bob', { status: 'whispered #cake', visibility: 'unlisted' })
      fake.post('bob', { status: 'no tag' })
      fake.post('bob', { status: 'a #cake' })
    }
    expect((await hear(listen(topic), say, texts.length)).map(textOf)).toEqual(texts)
  })

  test('leaving the loop closes the connection', async () => {
    const { listen } = await open()
    await hear(listen({ kind: 'public' }), () => fake.post('bob', { status: 'cake' }), 1)
    while (fake.platform.streams.openCount > 0) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(fake.platform.streams.openCount).toBe(0)
  })

  test('the token is in the header, and nowhere in the address', async () => {
    const { listen } = await open()
    await hear(listen({ kind: 'public' }), () => fake.post('bob', { status: 'cake' }), 1)
    const opening = fake.platform.requests.find(({ path }) => path === '/api/v1/streaming/public')
    expect(opening?.headers.authorization).toBe('[present]')
    expect(String(opening?.query)).toBe('')
  })

  test('an event that can’t be read is left out, with one line that quotes nothing', async () => {
    const { adapter, context, server } = await open()
    const { credential } = adapter.channel({ accessToken: fake.accessToken() })
    const description = await context.account.describe()
    const { context: watched, logged } = createTestContext(mastodon({ server }), credential, { description })
    const iterator = adapter.operations.subscribe({ topic: { kind: 'public' } }, watched)[Symbol.asyncIterator]()
    const items = await hear(
      iterator,
      () => {
        fake.platform.streams.garbleNext()
        fake.post('bob', { status: 'secret' })
        fake.post('bob', { status: 'whole' })
      },
      1,
    )
    expect(items.map(textOf)).toEqual(['whole'])
    expect(logged).toHaveLength(1)
    expect(logged[0]).not.toContain('secret')
  })
})

describe('behind a cursor', () => {
  test('what came meanwhile is told first, oldest first, each once; then what comes', async () => {
    const { listen } = await open()
    const [first] = await hear(listen({ kind: 'public' }), () => fake.post('bob', { status: 'heard' }), 1)
    // More than two pages of the list.
    for (let index = 0; index < 90; index += 1) fake.post('bob', { status: `missed ${index}` })
    const iterator = listen({ kind: 'public' }, first?.cursor)
    const texts: (string | undefined)[] = []
    const cursors: (string | undefined)[] = []
    for (let index = 0; index < 91; index += 1) {
      if (index === 85) fake.post('bob', { status: 'meanwhile' })
      const { value } = await iterator.next()
      texts.push(textOf(value))
      cursors.push(value?.cursor)
    }
    fake.post('bob', { status: 'afterwards' })
    texts.push(textOf((await iterator.next()).value))
    await iterator.return?.()
    const missed = Array.from({ length: 90 }, (_, index) => `missed ${index}`)
    expect(texts).toEqual([...missed, 'meanwhile', 'afterwards'])
    expect(new Set(cursors).size).toBe(91)
  })

  test('what the list had already is not told again by the stream', async () => {
    const { listen } = await open()
    const [first] = await hear(listen({ kind: 'public' }), () => fake.post('bob', { status: 'heard' }), 1)
    // In the list, and told by the stream that was opened before the list was read.
    const iterator = listen({ kind: 'public' }, first?.cursor)
    const rewrite = (answer: Response) => {
      fake.post('bob', { status: 'in between' })
      return answer
    }
    const isFirstPage = ({ path }: { readonly path: string }) => path === '/api/v1/timelines/public'
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on: isFirstPage })
    fake.post('bob', { status: 'missed' })
    const texts = [textOf((await iterator.next()).value), textOf((await iterator.next()).value)]
    fake.post('bob', { status: 'afterwards' })
    texts.push(textOf((await iterator.next()).value))
    await iterator.return?.()
    expect(texts).toEqual(['missed', 'in between', 'afterwards'])
  })

  test('interactions go on from the notification, not from what it is about', async () => {
    const { listen } = await open()
    const [first] = await hear(listen({ kind: 'interactions' }), () => fake.post('bob', { status: '@alice one' }), 1)
    fake.post('bob', { status: '@alice two' })
    fake.post('carol', { status: '@alice three' })
    const iterator = listen({ kind: 'interactions' }, first?.cursor)
    const texts = [textOf((await iterator.next()).value), textOf((await iterator.next()).value)]
    await iterator.return?.()
    expect(texts).toEqual(['@alice two', '@alice three'])
  })

  test.each(['', 'after:', 'skip:3', 'after:../x'])('cursor %j is refused, and nothing is opened', async (cursor) => {
    const { listen } = await open()
    await expect(listen({ kind: 'public' }, cursor).next()).rejects.toMatchObject({ code: 'invalid-input' })
    expect(fake.platform.streams.openCount).toBe(0)
  })
})

describe('where there are no streams', () => {
  test('GoToSocial: not offered, before anything is sent', async () => {
    const { listen } = await open({ ignoresIdempotencyKeys: true })
    const before = fake.platform.requests.length
    await expect(listen({ kind: 'public' }).next()).rejects.toMatchObject({ code: 'not-offered' })
    expect(fake.platform.requests).toHaveLength(before)
  })

  test('a server that answers 404: not offered', async () => {
    const { listen } = await open()
    fake.platform.faults.add({ kind: 'error', committed: false, status: 404 })
    await expect(listen({ kind: 'public' }).next()).rejects.toMatchObject({ code: 'not-offered', status: 404 })
  })

  test('a server that fails: its own error, once', async () => {
    const { listen } = await open()
    fake.platform.faults.add({ kind: 'error', committed: false, status: 503 })
    const before = fake.platform.requests.length
    await expect(listen({ kind: 'public' }).next()).rejects.toMatchObject({ code: 'server-error', retryable: true })
    expect(fake.platform.requests).toHaveLength(before + 1)
  })
})

test.each([
  [
    'https://social.example',
    { configuration: { urls: { streaming: 'wss://streaming.social.example' } } },
    'https://streaming.social.example',
  ],
  [
    'https://social.example',
    { urls: { streaming_api: 'wss://streaming.social.example' } },
    'https://streaming.social.example',
  ],
  ['https://social.example', { configuration: { urls: { streaming: 'wss://social.example' } } }, ''],
  ['https://social.example', { configuration: { urls: { streaming: 'ws://streaming.social.example' } } }, ''],
  ['https://social.example', { configuration: { urls: [] } }, ''],
  ['https://social.example', { configuration: { urls: { streaming: 'javascript:alert(1)' } } }, ''],
  ['https://social.example', {}, ''],
])('streams of %s that says %j are at %j', (server, instance, expected) => {
  expect(readStreamingUrl(instance, server)).toBe(expected)
})

test.each([
  ['9', '10', false],
  ['10', '9', true],
  ['115', '114', true],
  ['114', '114', false],
  ['01M80HFWZ7TC4QQ1DPM5MADC86', '01M80HFXWJMAGHQQ554R3GPZAD', false],
  ['1', undefined, true],
] as const)('%s behind %s: %s', (id, than, expected) => {
  expect(isNewer(id, than)).toBe(expected)
})

const plain = { text: '', lengths: [], media: [], platformOptions: {} }

/** Bob on the same fake. */
const bobsChannel = () => openFakeChannel(fake, 'bob')
