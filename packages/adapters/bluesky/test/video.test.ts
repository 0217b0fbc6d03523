import { bluesky } from '@tutti/bluesky'
import type { OutgoingPart } from '@tutti/model'
import { createTestContext, type FakeBlueskyOptions, fakeBluesky } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { type Lexicons, readLexicons } from './support/lexicons.ts'
import { outgoingOf, partOf } from './support/outgoing.ts'
import { sampleVideo } from './support/sample-video.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** A fake, and what publishes to it as alice; with a video service unless it is told not to. */
async function open(options: FakeBlueskyOptions = {}, hasService = true) {
  const fake = fakeBluesky(options)
  const service = await fake.platform.listen()
  stops.push(() => fake.platform.close())
  const adapter = bluesky({ service, ...(hasService ? { videoService: service } : {}) })
  const { credential } = adapter.channel({ identifier: 'alice.test', appPassword: fake.appPassword() })
  const { media, source } = sampleVideo('A cake that turns')
  const surroundings = createTestContext(adapter, credential, { media: new Map([[media.sha256, source]]) })
  const { context } = surroundings
  const { stagePost, publishPost, findPost, fetchPost } = adapter.operations
  const outgoing = outgoingOf(partOf('look', { media: [media] }))
  const made = () => fake.platform.requests.map(({ path }) => path.split('.').at(-1))
  const embeds = () => [...fake.platform.ledger.records.values()].map(({ value }) => value.embed)
  const publish = async (post: OutgoingPart = outgoing) => {
    const staged = await stagePost(post, context)
    return publishPost({ ...post, staged }, context)
  }
  return {
    fake,
    context,
    surroundings,
    media,
    outgoing,
    made,
    embeds,
    publish,
    stagePost,
    publishPost,
    findPost,
    fetchPost,
  }
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a video', () => {
  test('goes to the video service with tokens for that, and comes back as a blob of the account', async () => {
    const { fake, publish, made, embeds, context, fetchPost, surroundings } = await open()
    const output = await publish()
    expect(output.state).toBe('published')
    expect(made().filter((name) => name !== 'getSession')).toEqual(
      expect.arrayContaining(['getUploadLimits', 'uploadVideo', 'getJobStatus', 'createRecord']),
    )
    expect(made()).not.toContain('uploadBlob')
    const tokens = [...fake.platform.ledger.serviceTokens.values()]
    expect(tokens.map(({ lxm }) => lxm)).toEqual(['app.bsky.video.getUploadLimits', 'com.atproto.repo.uploadBlob'])
    expect(tokens.every(({ aud }) => /^did:web:127\.0\.0\.1%3A\d+$/.test(aud))).toBe(true)
    const upload = fake.platform.requests.find(({ path }) => path.endsWith('uploadVideo'))
    expect(upload?.headers).toMatchObject({ 'content-type': 'video/mp4', 'content-length': '25' })
    expect(embeds()).toMatchObject([
      {
        $type: 'app.bsky.embed.video',
        video: { mimeType: 'video/mp4', size: 25 },
        alt: 'A cake that turns',
        aspectRatio: { width: 1280, height: 720 },
      },
    ])
    if (output.state !== 'published') return
    expect((await fetchPost({ post: output.ref }, context)).media).toMatchObject([
      { kind: { unified: 'video' }, alt: 'A cake that turns', url: expect.stringContaining('playlist.m3u8') },
    ])
    expect(surroundings.stated.filter(({ commit }) => commit)).toHaveLength(1)
  })

  test('that is still being made ready sends nothing and asks to come again; nothing is uploaded twice', async () => {
    const { outgoing, made, stagePost, publishPost, context } = await open({ videoPolls: 2 })
    const staged = await stagePost(outgoing, context)
    expect(JSON.parse(JSON.stringify(staged))).toEqual(staged)
    for (let count = 0; count < 2; count += 1) {
      const error = await failure(publishPost({ ...outgoing, staged }, context))
      expect(error).toMatchObject({ code: 'rate-limited', outcome: 'not-sent', retryAfterMs: 3000 })
      expect(made()).not.toContain('createRecord')
    }
    expect(await publishPost({ ...outgoing, staged }, context)).toMatchObject({ state: 'published' })
    expect(made().filter((name) => name === 'uploadVideo')).toHaveLength(1)
  })

  test('that the service knows already is taken as it is', async () => {
    const { publish, media, fake } = await open()
    await publish()
    expect(await publish(outgoingOf(partOf('again', { media: [media] })))).toMatchObject({ state: 'published' })
    expect(fake.platform.ledger.videoJobs).toHaveLength(1)
    expect(fake.platform.requests.filter(({ status }) => status === 409)).toHaveLength(1)
  })

  test('that can’t be made ready is refused for good, in the service’s words', async () => {
    const { publish, made } = await open({ failingVideos: true })
    expect(await failure(publish())).toMatchObject({
      code: 'rejected',
      outcome: 'rejected',
      message: expect.stringContaining('The video has no frames'),
    })
    expect(made()).not.toContain('createRecord')
  })

  test.each([0, 24])('beyond the allowance of the day, %i bytes, is not uploaded', async (dailyVideoBytes) => {
    const { publish, made } = await open({ dailyVideoBytes })
    expect(await failure(publish())).toMatchObject({ code: 'forbidden', outcome: 'not-sent' })
    expect(made()).not.toContain('uploadVideo')
  })

  test('goes to the account’s own server where there is no video service', async () => {
    const { publish, made, embeds } = await open({}, false)
    expect(await publish()).toMatchObject({ state: 'published' })
    expect(made()).toContain('uploadBlob')
    expect(made()).not.toContain('getServiceAuth')
    expect(embeds()).toMatchObject([{ $type: 'app.bsky.embed.video', alt: 'A cake that turns' }])
  })

  test('larger than the server takes is refused before anything is sent', async () => {
    const { publish, made } = await open({ blobUploadLimitBytes: 24 })
    expect(await failure(publish())).toMatchObject({ code: 'media-too-large', path: 'media[0]', outcome: 'not-sent' })
    expect(made()).not.toContain('uploadVideo')
  })

  test('stands alone: not two of them, and none beside an image', async () => {
    const { publish, media, outgoing } = await open()
    for (const more of [media, { ...media, kind: 'image' as const }]) {
      const part = partOf('two', { media: [media, more] })
      const { stagePost, publishPost, context } = await open()
      const staged = await stagePost(outgoing, context)
      const error = await failure(publishPost({ ...outgoingOf(part), staged }, context))
      expect(error).toMatchObject({ code: 'invalid-input', path: 'media' })
    }
    expect(await publish()).toMatchObject({ state: 'published' })
  })
})

const written = readLexicons('written') as Lexicons
const answered = readLexicons('answered') as Lexicons

describe.skipIf(!written)('by Bluesky’s own lexicons (skipped without ../shared/specs/bluesky/lexicons)', () => {
  test('the record fits, alone and beside a quote, and so do the fake’s answers', async () => {
    const { fake, publish, media } = await open()
    const problems: string[] = []
    const rewrite = async (answer: Response) => {
      const method = fake.platform.requests.at(-1)?.path.replace('/xrpc/', '') ?? ''
      if (!answer.ok || !answered.has(`${method}#output`)) return answer
      problems.push(...answered.findProblems(`${method}#output`, await answer.clone().json()))
      return answer
    }
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { times: Number.POSITIVE_INFINITY })
    await publish()
    await publish(outgoingOf(partOf('quote', { media: [media], quote: fake.post('bob.test', 'theirs') })))
    expect(problems).toEqual([])
    const posts = [...fake.platform.ledger.records.values()].filter(({ value }) => value.embed !== undefined)
    expect(posts).toHaveLength(2)
    for (const { value } of posts) expect(written.findProblems('app.bsky.feed.post#main', value)).toEqual([])
  })
})
