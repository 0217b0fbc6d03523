import { bluesky } from '@tutti/bluesky'
import { createTutti, type StreamItem } from '@tutti/core'
import { createTestContext, samplePng } from '@tutti/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { outgoingOf, partOf } from './support/outgoing.ts'
import { findRealNetwork, type RealAccount, type RealNetwork } from './support/real-network.ts'
import { sampleVideo } from './support/sample-video.ts'

// Real servers on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })

const network = findRealNetwork()
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe.skipIf(!network)('everything else on the real network (skipped without TUTTI_BLUESKY_INFO)', () => {
  const { pds, process, createAccount, signIn, waitForPost } = network ?? ({} as RealNetwork)
  let accounts: Record<'ann' | 'ben', RealAccount>
  let tutti: Awaited<ReturnType<typeof openClient>>
  const word = `lemon${Date.now().toString(36)}`

  beforeAll(async () => {
    accounts = { ann: await createAccount('ann'), ben: await createAccount('ben') }
    tutti = await openClient(pds, accounts)
    await process()
  })
  afterAll(() => tutti?.close())

  const profileOf = async (id: 'ann' | 'ben') => (await tutti.channel(id).fetchProfile()).ref
  const publishAs = async (id: 'ann' | 'ben', post: Parameters<typeof tutti.post>[0]) => {
    const { deliveries } = await tutti.publish(tutti.post({ ...post, channels: [id] }))
    const [part] = deliveries[id].parts
    if (!part?.ref) throw new Error(JSON.stringify(deliveries[id]))
    await waitForPost(part.ref.id)
    return part.ref
  }

  test('who follows whom is on both lists and in the numbers, and is taken back', async () => {
    const ann = tutti.channel('ann')
    await ann.followProfile({ profile: await profileOf('ben') })
    await ann.followProfile({ profile: await profileOf('ben') })
    await process()
    expect((await ann.listFollowing()).items.map(({ handle }) => handle)).toEqual([accounts.ben.handle])
    expect((await tutti.channel('ben').listFollowers()).items.map(({ handle }) => handle)).toEqual([
      accounts.ann.handle,
    ])
    const { samples } = await ann.fetchChannelMetrics()
    expect(samples.find(({ metric }) => metric === 'following')?.value).toBe(1)
    await ann.unfollowProfile({ profile: await profileOf('ben') })
    await process()
    expect((await ann.listFollowing()).items).toEqual([])
  })

  test('posts and profiles are found by their words', async () => {
    const ref = await publishAs('ben', { text: `${word} cake for everybody` })
    expect((await tutti.channel('ann').searchPosts({ query: word })).items.map((post) => post.ref.id)).toEqual([ref.id])
    const found = await tutti.channel('ann').searchProfiles({ query: accounts.ben.handle })
    expect(found.items.map(({ handle }) => handle)).toContain(accounts.ben.handle)
  })

  test('a comment is reported to the moderators, who get it as it was meant', async () => {
    const post = await publishAs('ann', { text: 'what do you think?' })
    await publishAs('ben', { text: 'buy pills', replyTo: post })
    const [comment] = (await tutti.channel('ann').listComments({ post })).items
    if (!comment) throw new Error('the comment is missing')
    const report = { interaction: comment.ref, reason: 'spam', comment: 'under every post' } as const
    expect((await tutti.channel('ann').reportInteraction(report)).raw).toMatchObject({
      reasonType: 'com.atproto.moderation.defs#reasonSpam',
      reason: 'under every post',
      subject: { uri: comment.ref.id },
      reportedBy: accounts.ann.did,
    })
  })

  test('a post and its gates are written at once: who may not reply is not shown', async () => {
    const options = {
      bluesky: { whoMayReply: 'nobody', whoMayQuote: 'nobody', selfLabels: ['graphic-media'] },
    } as const
    const post = await publishAs('ann', { text: 'no answers please', platformOptions: options })
    const shown = await tutti.channel('ben').fetchPost({ post })
    expect(shown.raw).toMatchObject({
      threadgate: { record: { allow: [] } },
      viewer: { replyDisabled: true, embeddingDisabled: true },
      labels: [{ val: 'graphic-media' }],
    })
    await tutti.channel('ann').native.changeReplyRules({ post, who: 'everybody' })
    await tutti.channel('ann').native.changeQuoteRules({ post, who: 'everybody' })
    await process()
    const { viewer } = (await tutti.channel('ben').fetchPost({ post })).raw as { viewer: Record<string, unknown> }
    expect([viewer.replyDisabled ?? false, viewer.embeddingDisabled ?? false]).toEqual([false, false])
  })

  test('a post is taken out of a quote, for everybody', async () => {
    const post = await publishAs('ann', { text: 'quote me' })
    const quote = await publishAs('ben', { text: 'look at that', quote: post })
    await tutti.channel('ann').native.detachQuote({ post, quote })
    await process()
    expect((await tutti.channel('ben').fetchPost({ post: quote })).raw).toMatchObject({
      embed: { record: { $type: 'app.bsky.embed.record#viewDetached' } },
    })
  })

  test('bookmarks are kept, listed, counted and taken back', async () => {
    const post = await publishAs('ben', { text: 'worth keeping' })
    const { native, fetchPostMetrics } = tutti.channel('ann')
    await native.bookmarkPost({ post })
    await native.bookmarkPost({ post })
    await process()
    expect((await native.listBookmarks({})).items.map(({ ref }) => ref.id)).toEqual([post.id])
    const { samples } = await fetchPostMetrics({ posts: [post] })
    expect(samples.find(({ metric }) => metric === 'bookmarks')?.value).toBe(1)
    await native.unbookmarkPost({ post })
    await process()
    expect((await native.listBookmarks({})).items).toEqual([])
  })

  test('a link’s card has the page’s words and picture', async () => {
    const post = await publishAs('ann', { text: 'our shop', link: { url: 'https://shop.example/cake' } })
    expect((await tutti.channel('ben').fetchPost({ post })).raw).toMatchObject({
      embed: {
        $type: 'app.bsky.embed.external#view',
        external: {
          uri: 'https://shop.example/cake',
          title: 'Lemon cake',
          description: 'With icing',
          thumb: expect.any(String),
        },
      },
    })
  })

  test('a video is uploaded to the server itself, which has no video service, and is shown as one', async () => {
    const { media, source } = sampleVideo('A cake that turns', Date.now() % 256)
    const adapter = bluesky({ service: pds })
    const { credential } = adapter.channel({ identifier: accounts.ann.handle, appPassword: accounts.ann.password })
    const { context } = createTestContext(adapter, credential, { media: new Map([[media.sha256, source]]) })
    const outgoing = outgoingOf(partOf('look', { media: [media] }))
    const staged = await adapter.operations.stagePost(outgoing, context)
    const output = await adapter.operations.publishPost({ ...outgoing, staged }, context)
    if (output.state !== 'published') throw new Error('published at once')
    await waitForPost(output.ref.id)
    expect((await tutti.channel('ben').fetchPost({ post: output.ref })).media).toMatchObject([
      { kind: { unified: 'video' }, alt: 'A cake that turns' },
    ])
  })

  test('what the network has none of is told from an error: trends and private messages are answered 501', async () => {
    const { fetchTrends, listConversations, sendMessage } = tutti.channel('ann')
    const to = await profileOf('ben')
    for (const attempt of [() => fetchTrends(), () => listConversations(), () => sendMessage({ to, text: 'hello' })]) {
      expect(await failure(attempt())).toMatchObject({ code: 'not-offered', status: 501, retryable: false })
    }
  })

  test('an app password without access to messages is known by its session', async () => {
    const session = await signIn(accounts.ann)
    const { password } = await session.call('com.atproto.server.createAppPassword', { name: `app${Date.now()}` })
    const adapter = bluesky({ service: pds, chatService: 'own-server' })
    const channel = adapter.channel({ identifier: accounts.ann.handle, appPassword: String(password) })
    const { context } = createTestContext(adapter, channel.credential)
    expect(await failure(adapter.operations.listConversations({}, context))).toMatchObject({ code: 'forbidden' })
    const renewed = await adapter.operations.refreshCredential({ credential: channel.credential }, context)
    const described = await adapter.operations.describeAccount({}, createTestContext(adapter, renewed).context)
    expect(described.operations).not.toContain('sendMessage')
  })

  test('the firehose tells ann what ben does, and goes on where it was left', async () => {
    const post = await publishAs('ann', { text: 'listen' })
    const ben = tutti.channel('ben')
    const seen: StreamItem[] = []
    const listen = async (count: number, cursor: string | undefined, act: () => Promise<unknown>) => {
      const controller = new AbortController()
      const items = tutti
        .channel('ann')
        .subscribe({ topic: { kind: 'interactions' }, cursor }, { signal: controller.signal })
      const done = (async () => {
        for await (const item of items) {
          seen.push(item)
          if (seen.length >= count) return
        }
      })()
      await new Promise((resolve) => setTimeout(resolve, 500))
      await act()
      await done
      controller.abort()
    }
    await listen(1, undefined, () => ben.reactToPost({ post }))
    await publishAs('ben', { text: 'while you were away', replyTo: post })
    await ben.repostPost({ post })
    await listen(4, seen[0]?.cursor, async () => ben.followProfile({ profile: await profileOf('ann') }))
    const kinds = seen.map((item) => item.kind === 'interaction' && item.interaction.kind.unified)
    expect(kinds).toEqual(['reaction', 'comment', 'repost', 'follow'])
    expect(
      seen.every((item) => item.kind === 'interaction' && item.interaction.author.handle === accounts.ben.handle),
    ).toBe(true)
  })

  test('a cursor from elsewhere is refused, not waited for', async () => {
    const items = tutti.channel('ann').subscribe({ topic: { kind: 'public' }, cursor: 'firehose:9007199254740.0' })
    const first = items[Symbol.asyncIterator]().next()
    expect(await failure(first)).toMatchObject({ code: 'invalid-input', path: 'cursor' })
  })
})

function openClient(service: string, accounts: Record<'ann' | 'ben', RealAccount>) {
  const adapter = bluesky({ service, chatService: 'own-server' })
  const open = ({ handle, password }: RealAccount) => adapter.channel({ identifier: handle, appPassword: password })
  const page = `<title>Lemon cake</title><meta name=description content="With icing">
    <meta property="og:image" content="https://shop.example/cake.png">`
  return createTutti({
    channels: { ann: open(accounts.ann), ben: open(accounts.ben) },
    // There is no world outside of this network.
    fetchOutside: async (url) =>
      url.endsWith('.png')
        ? { url, mimeType: 'image/png', bytes: samplePng(128, 64) }
        : { url, mimeType: 'text/html', bytes: Buffer.from(page) },
  })
}
