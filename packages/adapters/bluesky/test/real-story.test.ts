import { bluesky } from '@tutti/bluesky'
import { createTutti, type Interaction, image, type MetricSample, RejectedError } from '@tutti/core'
import { samplePng } from '@tutti/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findRealNetwork, type RealAccount, type RealNetwork } from './support/real-network.ts'

// Real servers on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })

const network = findRealNetwork()

/** What the people of the story say. Each text is said once. */
const words = {
  announcement: `Our lemon cake is back 🍋 ${'It is baked at dawn, with lemons from the garden. '.repeat(10)}#cake`,
  question: 'Is it vegan?',
  praise: 'Look at this, it is the best of them all',
  insult: 'Buy my pills at https://pills.example instead',
  answer: 'It is not, but the almond one is.',
}

describe.skipIf(!network)('a story on the real network (skipped without TUTTI_BLUESKY_INFO)', () => {
  const { pds } = network ?? { pds: 'https://unused.example' }
  let accounts: Record<'alice' | 'bob' | 'carol', RealAccount>
  let tutti: Awaited<ReturnType<typeof openClient>>
  let thread: Awaited<ReturnType<typeof publishAs>>

  beforeAll(async () => {
    const { createAccount } = network as RealNetwork
    accounts = {
      alice: await createAccount('alice'),
      bob: await createAccount('bob'),
      carol: await createAccount('carol'),
    }
    tutti = await openClient(pds, accounts)
  })
  afterAll(() => tutti?.close())

  const publishAs = async (id: 'alice' | 'bob' | 'carol', post: Parameters<typeof tutti.post>[0]) => {
    const { deliveries } = await tutti.publish(tutti.post({ ...post, channels: [id] }))
    const delivery = deliveries[id]
    expect(delivery, JSON.stringify(delivery?.parts)).toMatchObject({ state: 'published', issues: [] })
    await network?.process()
    return delivery.parts.map(({ ref }) => {
      if (!ref) throw new Error('a published part has a ref')
      return ref
    })
  }
  const root = () => thread[0] as (typeof thread)[number]
  const comments = async (id: 'alice' | 'bob') => (await tutti.channel(id).listComments({ post: root() })).items
  const saying = (items: readonly Interaction[], text: string) => {
    const found = items.find((item) => item.text === text)
    if (!found) throw new Error(`nobody said "${text}"`)
    return found
  }

  test('alice publishes an image and a thread, and it reads back as it was prepared', async () => {
    const picture = image(new Blob([samplePng(90, 64)], { type: 'image/png' }), { alt: 'A lemon cake' })
    const post = tutti.post({
      text: words.announcement,
      media: [picture],
      split: { counter: true },
      languages: ['en'],
      channels: ['alice'],
    })
    const preview = await tutti.prepare(post)
    const { parts } = preview.channels.alice
    expect(parts.length).toBeGreaterThan(1)
    const { deliveries } = await tutti.publish(preview)
    expect(deliveries.alice.state).toBe('published')
    thread = deliveries.alice.parts.flatMap(({ ref }) => (ref ? [ref] : []))
    expect(thread).toHaveLength(parts.length)
    await network?.process()

    for (const [index, ref] of thread.entries()) {
      const shown = await tutti.channel('bob').fetchPost({ post: ref })
      expect(shown).toMatchObject({
        text: parts[index]?.text,
        languages: ['en'],
        author: { handle: accounts.alice.handle },
      })
      expect(shown.replyTo?.id).toBe(thread[index - 1]?.id)
      expect(shown.media.map(({ alt }) => alt)).toEqual(index === 0 ? ['A lemon cake'] : [])
    }
    const feed = await tutti.channel('bob').listPosts({ profile: (await tutti.channel('alice').fetchProfile()).ref })
    expect(feed.items.map(({ ref }) => ref.id)).toEqual(thread.map(({ id }) => id).toReversed())
    // The keys rise with the parts: the records of the server are in the order of the thread as well.
    expect(thread.map(({ id }) => id).toSorted()).toEqual(thread.map(({ id }) => id))
    const [, did, rkey] = /^at:\/\/([^/]+)\/[^/]+\/(.+)$/.exec(root().id) ?? []
    for (const author of [did, accounts.alice.handle]) {
      const address = `https://bsky.app/profile/${author}/post/${rkey}`
      expect((await tutti.channel('bob').fetchPostByAddress({ address })).ref).toEqual(root())
    }
  })

  test('bob likes it and asks; carol reposts, quotes and insults', async () => {
    await tutti.channel('bob').reactToPost({ post: root() })
    await tutti.channel('bob').reactToPost({ post: root() })
    await publishAs('bob', { text: words.question, replyTo: root() })
    await tutti.channel('carol').repostPost({ post: root() })
    await publishAs('carol', { text: words.praise, quote: root() })
    await publishAs('carol', { text: words.insult, replyTo: root() })
  })

  test('alice reads the comments as they were written', async () => {
    const others = (await comments('alice')).filter(({ author }) => author.handle !== accounts.alice.handle)
    expect(others.map(({ text, author }) => [author.handle, text])).toEqual([
      [accounts.bob.handle, words.question],
      [accounts.carol.handle, words.insult],
    ])
    for (const comment of others) {
      expect(comment).toMatchObject({ state: 'visible', kind: { unified: 'comment' }, channel: 'alice' })
      expect(comment.post?.id).toBe(root().id)
    }
  })

  test('alice is told of everything, and of nothing else', async () => {
    const heard: string[] = []
    for await (const { kind, author, post } of tutti.interactions({ channels: ['alice'] })) {
      expect(post?.id).toBe(root().id)
      heard.push(`${author.handle} ${kind.unified}`)
    }
    const { bob, carol } = accounts
    expect(heard.toSorted()).toEqual(
      [
        `${bob.handle} comment`,
        `${bob.handle} reaction`,
        `${carol.handle} comment`,
        `${carol.handle} quote`,
        `${carol.handle} repost`,
      ].toSorted(),
    )
  })

  test('the metrics are what was done', async () => {
    const { samples } = await tutti.channel('alice').fetchPostMetrics({ posts: [root()] })
    // The second part of the thread is a reply, too.
    expect(valuesOf(samples)).toEqual({ reactions: 1, reposts: 1, quotes: 1, replies: 3, bookmarks: 0 })
  })

  test('alice answers one and hides the other, for everybody', async () => {
    const { interaction } = { interaction: saying(await comments('alice'), words.question).ref }
    const { ref } = await tutti
      .channel('alice')
      .replyToInteraction({ interaction, text: words.answer, key: 'the answer' })
    const again = await tutti
      .channel('alice')
      .replyToInteraction({ interaction, text: words.answer, key: 'the answer' })
    expect(again.ref.id).toBe(ref.id)
    await tutti.channel('alice').hideInteraction({ interaction: saying(await comments('alice'), words.insult).ref })
    await network?.process()

    for (const id of ['alice', 'bob'] as const) {
      const hidden = (await comments(id)).filter(({ state }) => state === 'hidden')
      expect(hidden.map(({ text }) => text)).toEqual([words.insult])
    }
    const notified = []
    for await (const { text } of tutti.interactions({ channels: ['alice'] })) notified.push(text)
    expect(notified).toContain(words.question)
    expect(notified).not.toContain(words.insult)
    const answer = saying(await comments('bob'), words.answer)
    expect(answer).toMatchObject({ parent: { id: interaction.id }, kind: { unified: 'reply' }, state: 'visible' })
  })

  test('others may not hide in a thread that is not theirs', async () => {
    const { ref } = saying(await comments('bob'), words.insult)
    const error = await tutti
      .channel('bob')
      .hideInteraction({ interaction: ref })
      .catch((caught: unknown) => caught)
    expect(RejectedError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'forbidden', outcome: 'not-sent', channel: 'bob' })
  })

  test('what was shown again is visible, and a like taken back no longer counts', async () => {
    await tutti.channel('alice').unhideInteraction({ interaction: saying(await comments('alice'), words.insult).ref })
    await tutti.channel('bob').unreactToPost({ post: root() })
    await tutti.channel('carol').unrepostPost({ post: root() })
    await network?.process()
    expect((await comments('bob')).map(({ state }) => state)).not.toContain('hidden')
    const { samples } = await tutti.channel('bob').fetchPostMetrics({ posts: [root()] })
    expect(valuesOf(samples)).toMatchObject({ reactions: 0, reposts: 0, quotes: 1 })
  })

  test.each([
    { what: 'the access token', refreshExpiresIn: 3600, passwords: 0 },
    { what: 'the whole session', refreshExpiresIn: -10, passwords: 1 },
  ])('when $what has expired, a new one is made and the call goes on', async ({ refreshExpiresIn, passwords }) => {
    const { did, handle, password } = accounts.alice
    const { signToken, signIn } = network as RealNetwork
    const { adapter, credential } = bluesky({ service: pds }).channel({ identifier: handle, appPassword: password })
    const refreshJwt =
      refreshExpiresIn > 0
        ? (await signIn(accounts.alice)).refreshJwt
        : await signToken(did, 'com.atproto.refresh', refreshExpiresIn)
    const accessJwt = await signToken(did, 'com.atproto.access', -10)
    const expired = { ...credential, secrets: { ...credential.secrets, accessJwt, refreshJwt } }
    let renewed = 0
    let sessionsFromPassword = 0
    const client = await createTutti({ channels: { alice: { adapter: countingAdapter(), credential: expired } } })
    client.on('credential.refreshed', () => {
      renewed += 1
    })
    const profile = await client.channel('alice').fetchProfile()
    await client.close()
    expect(profile).toMatchObject({ handle, postCount: thread.length + 1 })
    expect({ renewed, sessionsFromPassword }).toEqual({ renewed: 1, sessionsFromPassword: passwords })

    /** The same adapter, telling how often it was asked to sign in by password. */
    function countingAdapter(): typeof adapter {
      const { refreshCredential } = adapter.operations
      return {
        ...adapter,
        operations: {
          ...adapter.operations,
          refreshCredential: (input, context) =>
            refreshCredential(input, {
              ...context,
              http: {
                ...context.http,
                request(request) {
                  if (request.url.endsWith('createSession')) sessionsFromPassword += 1
                  return context.http.request(request)
                },
              },
            }),
        },
      }
    }
  })

  test('the post is deleted, and everybody knows', async () => {
    const alice = tutti.channel('alice')
    expect(await alice.deletePost({ post: root() })).toMatchObject({ state: 'deleted' })
    expect(await alice.deletePost({ post: root() })).toMatchObject({ state: 'already-gone' })
    await network?.process()
    const error = await tutti
      .channel('bob')
      .fetchPost({ post: root() })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'not-found', platform: 'bluesky', channel: 'bob' })
    const { samples } = await alice.fetchPostMetrics({ posts: [root()] })
    expect(new Set(samples.map(({ missing }) => missing))).toEqual(new Set(['subject-gone']))
  })
})

function openClient(service: string, accounts: Record<'alice' | 'bob' | 'carol', RealAccount>) {
  const adapter = bluesky({ service })
  const open = ({ handle, password }: RealAccount) => adapter.channel({ identifier: handle, appPassword: password })
  return createTutti({
    channels: { alice: open(accounts.alice), bob: open(accounts.bob), carol: open(accounts.carol) },
  })
}

function valuesOf(samples: readonly MetricSample[]) {
  return Object.fromEntries(samples.map(({ metric, value }) => [metric, value]))
}
