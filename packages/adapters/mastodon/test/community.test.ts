import { fakeMastodon } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { openFakeChannel } from './support/fake-channel.ts'

let fake = fakeMastodon()
afterEach(() => fake.stop())

async function open(options?: Parameters<typeof fakeMastodon>[0]) {
  fake = fakeMastodon(options)
  return openFakeChannel(fake)
}

describe('replyToInteraction', () => {
  test('names the author, and stays as private as what it answers', async () => {
    const { run } = await open()
    fake.post('bob', { status: 'psst @alice', visibility: 'direct' })
    const { items } = await run('listInteractions', {})
    expect(items).toMatchObject([{ kind: { unified: 'message' }, text: 'psst @alice' }])
    const [message] = items
    if (!message) return
    await run('replyToInteraction', { interaction: message.ref, text: 'yes?', key: 'k' })
    expect(await fake.standingPosts()).toMatchObject([
      { text: expect.stringMatching(/^@bob@127\.0\.0\.1:\d+ yes\?$/), visibility: 'direct', replyTo: message.ref.id },
    ])
  })

  test('does not name the author twice', async () => {
    const { run } = await open()
    const post = await fake.seedPost({ by: 'account', text: 'cake' })
    const interaction = await fake.seedComment({ post, text: 'yum' })
    await run('replyToInteraction', { interaction, text: 'thanks, @Bob!', key: 'k' })
    expect((await fake.standingPosts()).map(({ text }) => text)).toEqual(['cake', 'thanks, @Bob!'])
  })

  test('a ref made by hand is looked up', async () => {
    const { run } = await open()
    const id = fake.post('bob', { status: 'hello', visibility: 'unlisted' })
    const interaction = { v: 1, platform: 'mastodon', kind: 'interaction', id } as const
    await run('replyToInteraction', { interaction, text: 'hi', key: 'k' })
    expect(await fake.standingPosts()).toMatchObject([{ text: '@bob hi', visibility: 'unlisted', replyTo: id }])
  })

  test('a favourite can’t be answered, and nothing is sent', async () => {
    const { run } = await open()
    fake.favourite('bob', (await fake.seedPost({ by: 'account', text: 'cake' })).id)
    const [reaction] = (await run('listInteractions', { kinds: ['reaction'] })).items
    const before = fake.platform.requests.length
    const interaction = reaction?.ref as never
    await expect(run('replyToInteraction', { interaction, text: 'thanks', key: 'k' })).rejects.toMatchObject({
      code: 'invalid-input',
      path: 'interaction',
    })
    expect(fake.platform.requests).toHaveLength(before)
  })
})

describe('lists', () => {
  test('the same comment has the same ref in both lists', async () => {
    const { run } = await open()
    const post = await fake.seedPost({ by: 'account', text: 'cake' })
    const seeded = await fake.seedComment({ post, text: 'yum' })
    const [fromPost] = (await run('listComments', { post })).items
    const [fromInbox] = (await run('listInteractions', { kinds: ['comment'] })).items
    expect(fromPost?.ref).toEqual(seeded)
    expect(fromInbox?.ref).toEqual(seeded)
    expect([fromPost?.kind.unified, fromInbox?.kind.unified]).toEqual(['comment', 'comment'])
  })

  test('comments come oldest first, answers to answers among them', async () => {
    const { run } = await open()
    const post = await fake.seedPost({ by: 'account', text: 'cake' })
    const first = await fake.seedComment({ post, text: 'first' })
    await fake.seedComment({ post, text: 'second' })
    fake.post('carol', { status: 'third', in_reply_to_id: first.id })
    const { items } = await run('listComments', { post })
    expect(items.map(({ text, kind }) => [text, kind.unified])).toEqual([
      ['first', 'comment'],
      ['second', 'comment'],
      ['third', 'reply'],
    ])
    expect(items[2]?.parent?.id).toBe(first.id)
  })

  test('kinds that Mastodon does not have cost no request', async () => {
    const { run } = await open()
    expect(await run('listInteractions', { kinds: ['review'] })).toEqual({ items: [], warnings: [] })
    expect(fake.platform.requests).toEqual([])
  })

  test('a muted or blocked person is not heard any more', async () => {
    const { run } = await open()
    const post = await fake.seedPost({ by: 'account', text: 'cake' })
    const profile = await fake.otherProfile()
    await fake.seedComment({ post, text: 'spam' })
    for (const [off, on] of [
      ['muteProfile', 'unmuteProfile'],
      ['blockProfile', 'unblockProfile'],
    ] as const) {
      await run(off, { profile })
      expect((await run('listComments', { post })).items).toEqual([])
      await run(on, { profile })
      expect((await run('listComments', { post })).items).toHaveLength(1)
    }
  })
})

describe('fetchProfile', () => {
  test.each(['', 'two words', '@', 'ada@', 'ada@social.example/../x', 'ada?x=1', `${'a'.repeat(3000)}!`])(
    'handle %j is refused, and nothing is sent',
    async (handle) => {
      const { run } = await open()
      await expect(run('fetchProfile', { handle })).rejects.toMatchObject({ code: 'invalid-input', path: 'handle' })
      expect(fake.platform.requests).toEqual([])
    },
  )

  test.each(['bob', '@bob'])('handle %s is found', async (handle) => {
    const { run, server } = await open()
    expect((await run('fetchProfile', { handle })).handle).toBe(`bob@${new URL(server).host}`)
  })
})

describe('fetchPostMetrics', () => {
  test.each([
    ['Mastodon', {}, 2, { value: 0 }],
    ['GoToSocial', { ignoresIdempotencyKeys: true }, 25, { missing: 'not-offered' }],
  ])('of 25 posts on %s', async (_name, options, requests, quotes) => {
    const { run } = await open(options)
    const posts = await Promise.all(
      Array.from({ length: 24 }, (_, index) => fake.seedPost({ by: 'account', text: `post ${index}` })),
    )
    fake.favourite('bob', posts[3]?.id as string)
    fake.favourite('carol', posts[3]?.id as string)
    await run('fetchProfile', {})
    const before = fake.platform.requests.length
    const { samples, warnings } = await run('fetchPostMetrics', { posts: [...posts, fake.missing.post] })
    expect(fake.platform.requests.length - before).toBe(requests)
    expect(warnings).toEqual([])
    expect(samples).toHaveLength(25 * 4)
    const sampleOf = (index: number, metric: string) =>
      samples.find((sample) => sample.subject === posts[index] && sample.metric === metric)
    expect(sampleOf(3, 'reactions')).toMatchObject({ value: 2, source: 'favourites_count', unit: 'count' })
    expect(sampleOf(4, 'reactions')).toMatchObject({ value: 0 })
    expect(sampleOf(4, 'quotes')).toMatchObject(quotes)
    expect(samples.filter(({ subject }) => subject === fake.missing.post)).toHaveLength(4)
    for (const sample of samples.slice(-4)) expect(sample).toMatchObject({ missing: 'subject-gone' })
  })
})
