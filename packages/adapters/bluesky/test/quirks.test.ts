import { bluesky } from '@tutti/bluesky'
import { createTutti } from '@tutti/core'
import { type FakeBlueskyOptions, fakeBluesky, sampleImage } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { contextOf, operations, publish } from './support/fake-channel.ts'
import { outgoingOf, partOf } from './support/outgoing.ts'

const stops: (() => PromiseLike<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function open(options: FakeBlueskyOptions = {}) {
  const fake = fakeBluesky(options)
  const service = await fake.platform.listen()
  stops.push(() => fake.platform.close())
  const tutti = await createTutti({
    channels: { sky: bluesky({ service }).channel({ identifier: 'alice.test', appPassword: fake.appPassword() }) },
    log: { debug: () => {}, info: () => {}, warn: () => {} },
  })
  stops.push(() => tutti.close())
  return { fake, tutti }
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

// Each was seen on the real servers, and stands in the recordings.
describe('what is odd on Bluesky', () => {
  test('an expired token is 400: the session is renewed once and the call goes on', async () => {
    const { fake, tutti } = await open()
    await tutti.channel('sky').fetchProfile()
    fake.expireCredentials()
    const before = fake.platform.requests.length
    expect(await tutti.channel('sky').fetchProfile()).toMatchObject({ handle: 'alice.test' })
    const made = fake.platform.requests.slice(before)
    expect(made.map(({ path, status }) => `${path.split('.').at(-1)} ${status}`)).toEqual([
      'getProfile 400',
      'refreshSession 200',
      'getProfile 200',
    ])
  })

  test('a record key that is taken is 500: never called a refusal, and read back', async () => {
    const { fake } = await open()
    const context = await contextOf(fake)
    const outgoing = outgoingOf(partOf('once'))
    const ref = await publish(outgoing, context)
    const input = { ...outgoing, staged: await operations.stagePost(outgoing, context) }
    expect(await failure(operations.publishPost(input, context))).toMatchObject({ status: 500, outcome: 'unknown' })
    const { matches } = await operations.findPost({ ...input, since: 0, until: Date.now() }, context)
    expect(matches.map(({ id }) => id)).toEqual([ref.id])
  })

  test('headers speak of the tightest limit only: it is kept, and the others are not taken for it', async () => {
    const { fake, tutti } = await open({ budgets: { requests: 3000, writes: 30 } })
    for (let count = 0; count < 3; count += 1) await tutti.publish(tutti.post({ text: `post ${count}` }))
    const hourMs = 60 * 60_000
    const answers = fake.platform.requests.filter(({ path }) => path.endsWith('createRecord'))
    expect(answers).toHaveLength(3)
    // 30 points an hour, of which 9 are spent: seven more posts fit, an eighth has to wait for the hour's end.
    const forecast = (count: number) => tutti.limits.forecast({ channel: 'sky', bucket: 'writes', count })
    expect(await forecast(21)).toBeLessThan(Date.now() + 60_000)
    expect(await forecast(24)).toBeGreaterThan(Date.now() + hourMs / 2)
    expect(await tutti.limits.forecast({ channel: 'sky', bucket: 'requests', count: 1000 })).toBeLessThan(
      Date.now() + 60_000,
    )
  })

  test('one’s own write is not at once in the AppView: it is read where it was written', async () => {
    const { fake, tutti } = await open({ appViewDelayMs: 60_000 })
    const { deliveries } = await tutti.publish(tutti.post({ text: 'fresh' }))
    const [part] = deliveries.sky.parts
    if (!part?.ref) throw new Error('not published')
    expect((await tutti.channel('sky').listPosts({})).items).toEqual([])
    expect(await tutti.channel('sky').fetchPost({ post: part.ref })).toMatchObject({ text: 'fresh', counts: {} })
    const { samples } = await tutti.channel('sky').fetchPostMetrics({ posts: [part.ref] })
    expect(new Set(samples.map(({ missing }) => missing))).toEqual(new Set(['subject-unseen']))
    await tutti.channel('sky').reactToPost({ post: part.ref })
    await tutti.channel('sky').reactToPost({ post: part.ref })
    const likes = [...fake.platform.ledger.records.values()].filter(({ collection }) => collection.endsWith('like'))
    expect(likes).toHaveLength(1)
  })

  test('an empty text is taken silently there, and refused here', async () => {
    const { fake } = await open()
    const context = await contextOf(fake)
    const outgoing = outgoingOf(partOf('\n '))
    const staged = await operations.stagePost(outgoing, context)
    expect(await failure(operations.publishPost({ ...outgoing, staged }, context))).toMatchObject({
      code: 'invalid-input',
      path: 'text',
      outcome: 'not-sent',
    })
    expect(fake.platform.requests.filter((request) => fake.platform.isCommit(request))).toEqual([])
  })

  test('an upload that is refused can leave the connection hanging: the limit is asked first, the length always said', async () => {
    const { media, source } = sampleImage('large')
    const { fake } = await open({ blobUploadLimitBytes: media.byteLength })
    const context = await contextOf(fake, 'alice.test', new Map([[media.sha256, source]]))
    const uploads = () => fake.platform.requests.filter(({ path }) => path.endsWith('uploadBlob'))
    const tooLarge = { ...media, byteLength: media.byteLength + 1 }
    const error = await failure(operations.stagePost(outgoingOf(partOf('', { media: [tooLarge] })), context))
    expect(error).toMatchObject({ code: 'media-too-large', outcome: 'not-sent' })
    expect(uploads()).toEqual([])
    await operations.stagePost(outgoingOf(partOf('', { media: [media] })), context)
    expect(uploads().map(({ headers }) => headers['content-length'])).toEqual([String(media.byteLength)])
  })
})
