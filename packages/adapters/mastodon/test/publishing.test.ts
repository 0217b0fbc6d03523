import { fakeMastodon, sampleImage, virtualClock } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { openFakeChannel, outgoingPart } from './support/fake-channel.ts'

let fake = fakeMastodon()
afterEach(() => fake.stop())

/** An account on a fresh fake. */
async function open(options?: Parameters<typeof fakeMastodon>[0]) {
  fake = fakeMastodon(options)
  return openFakeChannel(fake)
}

describe('keys', () => {
  test('Mastodon makes one post of a key, within the hour', async () => {
    const clock = virtualClock()
    const { publish } = await open({ clock })
    const first = await publish({ text: 'once' }, { key: 'k' })
    expect((await publish({ text: 'once' }, { key: 'k' })).id).toBe(first.id)
    expect(fake.platform.ledger.statuses).toHaveLength(1)
    await clock.advance(60 * 60 * 1000)
    expect((await publish({ text: 'once' }, { key: 'k' })).id).not.toBe(first.id)
  })

  test('GoToSocial makes two, and the adapter promises nothing else', async () => {
    const { publish, run } = await open({ ignoresIdempotencyKeys: true })
    const first = await publish({ text: 'twice' }, { key: 'k' })
    expect((await publish({ text: 'twice' }, { key: 'k' })).id).not.toBe(first.id)
    expect((await run('describeAccount', {})).guarantees.publish).toEqual([{ kind: 'read-back' }])
  })
})

describe('describeAccount', () => {
  test('Mastodon: its limits, its keys, its quotes', async () => {
    const { run, server } = await open()
    const description = await run('describeAccount', {})
    expect(description).toMatchObject({
      server: { url: server, software: 'mastodon', version: '4.5.2' },
      guarantees: { publish: [{ kind: 'key', honouredForMs: 3_600_000 }, { kind: 'read-back' }] },
      facts: { software: 'mastodon', apiVersion: 7 },
    })
    expect(description.limits.fields).toContain('quote')
    expect(fake.platform.requests.map(({ path }) => path)).toEqual([
      '/api/v2/instance',
      '/api/v1/accounts/verify_credentials',
    ])
  })

  test('a server without version 2 is asked for version 1, and for its NodeInfo', async () => {
    const { run } = await open()
    fake.platform.faults.add({ kind: 'error', committed: false, status: 404 })
    const description = await run('describeAccount', {})
    expect(description.server?.software).toBe('mastodon')
    expect(description.limits.text).toMatchObject([{ maximum: 500 }])
    expect(fake.platform.requests.map(({ path }) => path)).toEqual([
      '/api/v2/instance',
      '/api/v1/instance',
      '/nodeinfo/2.0',
      '/api/v1/accounts/verify_credentials',
    ])
    expect(fake.platform.requests[2]?.headers.authorization).toBeUndefined()
  })

  test('GoToSocial counts plain characters, Mastodon links and handles at a flat rate', async () => {
    const text = 'https://shop.example/a/long/address/of/a/lemon-cake @bob@other.example 👩‍👩‍👧‍👦'
    const mastodonChannel = await open()
    const [flat] = (await mastodonChannel.run('describeAccount', {})).limits.text
    expect(mastodonChannel.adapter.countText(text, { limit: flat as never, contentWarning: 'cw' })).toBe(
      2 + 23 + 1 + 4 + 1 + 1,
    )
    await fake.stop()
    const other = await open({ ignoresIdempotencyKeys: true })
    const [plain] = (await other.run('describeAccount', {})).limits.text
    expect(other.adapter.countText(text, { limit: plain as never, contentWarning: 'cw' })).toBe(2 + [...text].length)
  })
})

describe('media', () => {
  test('a video that is still worked on is refused for now, and goes out later', async () => {
    const clock = virtualClock()
    const { run, media } = await open({ clock, videoProcessingMs: 10_000 })
    const { media: image, source } = sampleImage('A clip')
    const clip = { ...image, kind: 'video', mimeType: 'video/mp4', fileName: undefined } as const
    media.set(clip.sha256, { ...source, mimeType: 'video/mp4' })
    const outgoing = outgoingPart({ text: 'look', media: [clip] })
    const staged = await run('stagePost', outgoing)
    expect(staged.expiresAt).toBe(clock.now() + 23 * 60 * 60 * 1000)
    await expect(run('publishPost', { ...outgoing, staged })).rejects.toMatchObject({
      code: 'rate-limited',
      outcome: 'not-sent',
      retryAfterMs: 5_000,
    })
    const made = fake.platform.requests.map(({ method, path }) => `${method} ${path}`)
    expect(made, 'the server was asked, and nothing of the post was sent').not.toContain('POST /api/v1/statuses')
    await clock.advance(10_000)
    expect(await run('publishPost', { ...outgoing, staged })).toMatchObject({ state: 'published' })
    expect(await fake.standingPosts()).toMatchObject([{ text: 'look', media: [{ kind: 'video', alt: 'A clip' }] }])
  })
})

describe('media that the server takes before it has worked on them', () => {
  const openWithClip = async () => {
    const channel = await open({ videoProcessingMs: 10_000 })
    const { media: image, source } = sampleImage('A clip')
    const clip = { ...image, kind: 'video', mimeType: 'video/mp4', fileName: undefined } as const
    channel.media.set(clip.sha256, { ...source, mimeType: 'video/mp4' })
    const outgoing = outgoingPart({ text: 'look', media: [clip] })
    return { ...channel, input: { ...outgoing, staged: await channel.run('stagePost', outgoing) } }
  }

  test('a file that it could make nothing of is an error of the media', async () => {
    const { run, input } = await openWithClip()
    const rewrite = () => Response.json({ error: 'Error processing thumbnail for uploaded media' }, { status: 422 })
    fake.platform.faults.add({ kind: 'rewrite', rewrite })
    await expect(run('publishPost', input)).rejects.toMatchObject({ code: 'media-unreadable', outcome: 'rejected' })
  })

  test('a server that fails to say leaves no doubt: nothing was sent', async () => {
    const { run, input } = await openWithClip()
    fake.platform.faults.add({ kind: 'error', committed: false, status: 503 })
    await expect(run('publishPost', input)).rejects.toMatchObject({ code: 'server-error', outcome: 'not-sent' })
    expect(await fake.standingPosts()).toEqual([])
  })
})

describe('publishPost', () => {
  test('says what the server left out or changed', async () => {
    const { run } = await open({ ignoresIdempotencyKeys: true })
    const quote = await fake.seedPost({ by: 'other', text: 'said' })
    const outgoing = outgoingPart({ text: 'as they say', quote, visibility: 'public' })
    const narrow = async (answer: Response) =>
      Response.json({ ...((await answer.json()) as object), visibility: 'unlisted' })
    fake.platform.faults.add({ kind: 'rewrite', rewrite: narrow }, { on: 'commit' })
    expect(await run('publishPost', { ...outgoing, staged: { facts: {} } })).toMatchObject({
      state: 'published',
      warnings: [{ code: 'quote-dropped' }, { code: 'visibility-changed' }],
    })
  })

  test('a reply to what is gone is rejected', async () => {
    const { publish } = await open()
    const parent = fake.missing.post
    await expect(publish({ text: 'well' }, { replyTo: { parent, root: parent } })).rejects.toMatchObject({
      code: 'not-found',
      outcome: 'rejected',
    })
  })
})

describe('deletePost', () => {
  test('never calls a post gone that stands', async () => {
    const { run } = await open()
    const post = await fake.seedPost({ by: 'other', text: 'not yours' })
    await expect(run('deletePost', { post })).rejects.toMatchObject({ code: 'forbidden', outcome: 'rejected' })
    const own = await fake.seedPost({ by: 'account', text: 'ours' })
    expect(await run('deletePost', { post: own })).toMatchObject({ state: 'deleted' })
    expect(await run('deletePost', { post: own })).toMatchObject({ state: 'already-gone' })
  })
})

describe('limits', () => {
  test('a 429 says when, out of Mastodon’s own header', async () => {
    const clock = virtualClock()
    const { run } = await open({ clock })
    await run('fetchProfile', {})
    while (fake.platform.limits.take('requests', 1, `Bearer ${fake.accessToken()}`));
    await expect(run('fetchProfile', {})).rejects.toMatchObject({
      code: 'rate-limited',
      outcome: 'not-sent',
      retryAfterMs: 300_000,
    })
  })
})
