import { fakeMastodon, sampleImage } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { openFakeChannel } from './support/fake-channel.ts'

let fake = fakeMastodon()
afterEach(() => fake.stop())

async function open(options?: Parameters<typeof fakeMastodon>[0]) {
  fake = fakeMastodon(options)
  return openFakeChannel(fake)
}

const plain = { text: '', lengths: [], media: [], platformOptions: {} }

describe('editPost', () => {
  test('says everything: what the new text does not have is gone', async () => {
    const { run, publish, media } = await open()
    const image = sampleImage('A lemon cake')
    media.set(image.media.sha256, image.source)
    const post = await publish({ text: 'Cake', media: [image.media], contentWarning: 'Sugar' })
    await run('editPost', { post, part: { ...plain, text: 'No cake' }, staged: { facts: { mediaIds: [] } } })
    const [standing] = await fake.standingPosts()
    expect(standing).toMatchObject({ text: 'No cake', media: [] })
    expect(standing?.contentWarning).toBeUndefined()
    const edited = await run('fetchPost', { post })
    expect(edited.editedAt).toBeGreaterThanOrEqual(edited.createdAt)
  })

  test('keeps the media that are staged again, twice without harm', async () => {
    const { run, publish, media } = await open()
    const image = sampleImage('A lemon cake')
    media.set(image.media.sha256, image.source)
    const post = await publish({ text: 'Cake' })
    const staged = await run('stagePost', { part: { ...plain, media: [image.media] }, key: 'k', createdAt: 0 })
    for (let times = 0; times < 2; times += 1) {
      await run('editPost', { post, part: { ...plain, text: 'Cake!', media: [image.media] }, staged })
    }
    expect(await fake.standingPosts()).toMatchObject([{ text: 'Cake!', media: [{ alt: 'A lemon cake' }] }])
  })

  test('warns that who may see it stays as it was', async () => {
    const { run, publish } = await open()
    const post = await publish({ text: 'Cake', visibility: 'followers' })
    const part = { ...plain, text: 'Cake for all', visibility: 'public' } as const
    const { warnings } = await run('editPost', { post, part, staged: { facts: {} } })
    expect(warnings).toMatchObject([{ code: 'visibility-changed', message: 'the post is private instead of public' }])
  })

  test('somebody else’s post on GoToSocial is forbidden', async () => {
    const { run } = await open({ ignoresIdempotencyKeys: true })
    const post = await fake.seedPost({ by: 'other', text: 'mine' })
    const edit = run('editPost', { post, part: { ...plain, text: 'ours' }, staged: { facts: {} } })
    await expect(edit).rejects.toMatchObject({ code: 'forbidden', outcome: 'rejected' })
  })
})

describe('people', () => {
  test('a follow is told, and counted on both sides', async () => {
    const { run } = await open()
    const profile = await fake.otherProfile()
    expect(await run('followProfile', { profile })).toMatchObject({ warnings: [] })
    expect(await run('fetchProfile', { profile })).toMatchObject({ followerCount: 1, followingCount: 0 })
    const { samples } = await run('fetchChannelMetrics', {})
    expect(samples.map(({ metric, value, source }) => [metric, value, source])).toEqual([
      ['followers', 0, 'followers_count'],
      ['following', 1, 'following_count'],
      ['posts', 0, 'statuses_count'],
    ])
    expect((await run('listFollowers', { profile })).items.map(({ handle }) => handle)).toEqual([
      expect.stringMatching(/^alice@/),
    ])
  })

  test('one who decides by hand has been asked', async () => {
    const { run } = await open()
    const profile = await fake.otherProfile()
    await run('fetchProfile', {})
    const rewrite = async (answer: Response) => Response.json({ ...((await answer.json()) as object), requested: true })
    fake.platform.faults.add({ kind: 'rewrite', rewrite })
    expect(await run('followProfile', { profile })).toMatchObject({ warnings: [{ code: 'follow-requested' }] })
  })

  test.each([
    ['spam', 'spam'],
    ['illegal', 'legal'],
    ['harassment', 'other'],
  ] as const)('reported as %s is %s, with the post', async (reason, category) => {
    const { run } = await open()
    const post = await fake.seedPost({ by: 'account', text: 'cake' })
    const { facts: _, ...byHand } = await fake.seedComment({ post, text: 'buy now' })
    await run('reportInteraction', { interaction: byHand, reason, comment: 'again' })
    const { id: targetId } = await fake.otherProfile()
    expect(fake.platform.ledger.reports).toMatchObject([
      { targetId, statusIds: [byHand.id], category, comment: 'again' },
    ])
  })

  test('one who only favourited is reported without a post', async () => {
    const { run } = await open()
    fake.favourite('bob', (await fake.seedPost({ by: 'account', text: 'cake' })).id)
    const [reaction] = (await run('listInteractions', { kinds: ['reaction'] })).items
    if (!reaction) throw new Error('no reaction')
    await run('reportInteraction', { interaction: reaction.ref, reason: 'other' })
    expect(fake.platform.ledger.reports).toMatchObject([{ targetId: reaction.author.ref.id, statusIds: [] }])
  })
})

describe('listening', () => {
  test('a search is read to its end, page by page', async () => {
    const { run } = await open()
    for (let index = 0; index < 5; index += 1) await fake.seedPost({ by: 'other', text: `lemon cake ${index}` })
    const texts: string[] = []
    let cursor: string | undefined
    do {
      const page = await run('searchPosts', { query: 'lemon', limit: 2, cursor })
      texts.push(...page.items.map(({ text }) => text))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(texts).toEqual([4, 3, 2, 1, 0].map((index) => `lemon cake ${index}`))
  })

  test.each(['after:1', 'skip:-1', 'skip:1&type=accounts'])('cursor %j is none of a search', async (cursor) => {
    const { run } = await open()
    await run('fetchProfile', {})
    const before = fake.platform.requests.length
    await expect(run('searchProfiles', { query: 'bob', cursor })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(fake.platform.requests).toHaveLength(before)
  })

  test('trends come with their counts, the most first', async () => {
    const { run } = await open()
    for (const text of ['#cake', '#Cake and #lemon', '#cake']) await fake.seedPost({ by: 'other', text })
    const { items } = await run('fetchTrends', {})
    expect(items).toMatchObject([
      { name: 'cake', postCount: 3, url: expect.stringMatching(/\/tags\/cake$/) },
      { name: 'lemon', postCount: 1 },
    ])
  })
})

describe('conversations', () => {
  test('a conversation is read whole, whichever branch its last message is in', async () => {
    const { run } = await open()
    const root = fake.post('bob', { status: '@alice first', visibility: 'direct' })
    fake.post('bob', { status: '@alice second', visibility: 'direct', in_reply_to_id: root })
    fake.post('bob', { status: '@alice third', visibility: 'direct', in_reply_to_id: root })
    const [conversation] = (await run('listConversations', {})).items
    expect(conversation).toMatchObject({ unread: true, lastMessage: { text: '@alice third' } })
    if (!conversation) return
    const first = await run('listMessages', { conversation: conversation.ref, limit: 2 })
    expect(first.items.map(({ text }) => text)).toEqual(['@alice third', '@alice second'])
    const second = await run('listMessages', { conversation: conversation.ref, cursor: first.nextCursor })
    expect(second.items.map(({ text }) => text)).toEqual(['@alice first'])
    expect(second.nextCursor).toBeUndefined()
  })

  test('what others whisper below the same public post is not part of it', async () => {
    const { run } = await open()
    const { id } = await fake.seedPost({ by: 'account', text: 'cake' })
    fake.post('bob', { status: '@alice from bob', visibility: 'direct', in_reply_to_id: id })
    fake.post('carol', { status: '@alice from carol', visibility: 'direct', in_reply_to_id: id })
    const bobs = (await run('listInteractions', { kinds: ['message'] })).items.find(({ text }) => /bob/.test(text))
    const conversation = {
      v: 1,
      platform: 'mastodon',
      kind: 'conversation',
      id: '7',
      facts: { lastStatusId: bobs?.ref.id ?? '', handles: [bobs?.author.handle ?? ''] },
    } as const
    const { items } = await run('listMessages', { conversation })
    expect(items.map(({ text }) => text)).toEqual(['@alice from bob'])
  })

  test('a message to a conversation names all who take part, and only they see it', async () => {
    const { run } = await open()
    fake.post('bob', { status: '@alice @carol psst', visibility: 'direct' })
    const [conversation] = (await run('listConversations', {})).items
    if (!conversation) throw new Error('no conversation')
    const sent = await run('sendMessage', { to: conversation.ref, text: 'hi @carol', key: 'k' })
    expect(sent.text).toMatch(/^@bob hi @carol$/)
    expect(await fake.standingPosts()).toMatchObject([
      { visibility: 'direct', replyTo: conversation.lastMessage?.ref.id },
    ])
  })

  test('a message that is sent again under its key stays one', async () => {
    const { run } = await open()
    const to = await fake.otherProfile()
    const [one, other] = [
      await run('sendMessage', { to, text: 'hi', key: 'k' }),
      await run('sendMessage', { to, text: 'hi', key: 'k' }),
    ]
    expect(one.ref.id).toBe(other.ref.id)
    expect(await fake.standingPosts()).toHaveLength(1)
  })

  test('a ref made by hand says what is wrong with it, and nothing is sent', async () => {
    const { run } = await open()
    const to = { v: 1, platform: 'mastodon', kind: 'conversation', id: '7' } as const
    await run('fetchProfile', {})
    const before = fake.platform.requests.length
    await expect(run('sendMessage', { to, text: 'hi', key: 'k' })).rejects.toMatchObject({
      code: 'invalid-input',
      path: 'to',
    })
    await expect(run('listMessages', { conversation: to })).rejects.toMatchObject({
      code: 'invalid-input',
      path: 'conversation',
    })
    expect(fake.platform.requests).toHaveLength(before)
  })
})
