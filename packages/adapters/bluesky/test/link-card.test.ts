import { bluesky } from '@tutti/bluesky'
import { createTutti } from '@tutti/core'
import type { PreparedLink } from '@tutti/model'
import { fakeBluesky, sampleImage, samplePng } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contextOf, operations, publish } from './support/fake-channel.ts'
import { type Lexicons, readLexicons } from './support/lexicons.ts'
import { outgoingOf, partOf } from './support/outgoing.ts'

const fake = fakeBluesky()
const written = readLexicons('written') as Lexicons | undefined

beforeAll(() => fake.start())
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

const values = () => [...fake.platform.ledger.records.values()].map(({ value }) => value)
const embeds = () => values().map(({ embed }) => embed)
const picture = sampleImage('A cake')
const link: PreparedLink = { url: 'https://shop.example/cake', title: 'Lemon cake', image: picture.media }
const media = new Map([[picture.media.sha256, picture.source]])
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a link’s card', () => {
  test('has the page’s words and picture, which core has read', async () => {
    const page = `<title>Lemon cake</title><meta name=description content="With icing">
      <meta property="og:image" content="https://shop.example/cake.png">`
    const service = await fake.platform.listen()
    const tutti = await createTutti({
      channels: { sky: bluesky({ service }).channel({ identifier: 'alice.test', appPassword: fake.appPassword() }) },
      fetchOutside: async (url) =>
        url.endsWith('.png')
          ? { url, mimeType: 'image/png', bytes: samplePng() }
          : { url, mimeType: 'text/html', bytes: Buffer.from(page) },
      log: { debug: () => {}, info: () => {}, warn: () => {} },
    })
    const { deliveries } = await tutti.publish(tutti.post({ text: 'Back again', link: { url: link.url } }))
    expect(deliveries.sky).toMatchObject({ state: 'published', issues: [] })
    expect(embeds()).toMatchObject([
      {
        $type: 'app.bsky.embed.external',
        external: {
          uri: link.url,
          title: 'Lemon cake',
          description: 'With icing',
          thumb: { $type: 'blob', mimeType: 'image/png', size: samplePng().byteLength },
        },
      },
    ])
    await tutti.close()
  })

  test('stands beside a quote; its records fit the lexicon', async () => {
    const context = await contextOf(fake, 'alice.test', media)
    const quote = fake.post('bob.test', 'theirs')
    await publish(outgoingOf(partOf('alone', { link })), context)
    await publish(outgoingOf(partOf('beside', { link, quote })), context)
    await publish(outgoingOf(partOf('bare', { link: { url: link.url } })), context)
    expect(embeds().at(-1)).toMatchObject({ external: { title: link.url, description: '' } })
    expect(embeds().at(-2)).toMatchObject({ media: { external: { thumb: { $type: 'blob' } } } })
    for (const value of values()) expect(written?.findProblems('app.bsky.feed.post#main', value) ?? []).toEqual([])
  })

  test('gives way to images, and its picture is not uploaded', async () => {
    const context = await contextOf(fake, 'alice.test', media)
    await publish(outgoingOf(partOf('images', { link, media: [picture.media] })), context)
    expect(embeds()).toMatchObject([{ $type: 'app.bsky.embed.images' }])
    expect(fake.platform.requests.filter(({ path }) => path.endsWith('uploadBlob'))).toHaveLength(1)
  })

  test('with a picture beyond the limit is refused before anything is uploaded', async () => {
    const context = await contextOf(fake, 'alice.test', media)
    const large = { ...link, image: { ...picture.media, byteLength: 1_000_001 } }
    const error = await failure(operations.stagePost(outgoingOf(partOf('x', { link: large })), context))
    expect(error).toMatchObject({ code: 'media-too-large', path: 'link.image', outcome: 'not-sent' })
    expect(fake.platform.requests.filter(({ path }) => path.endsWith('uploadBlob'))).toEqual([])
  })

  test('whose picture was staged for another post is not sent', async () => {
    const context = await contextOf(fake, 'alice.test', media)
    const outgoing = outgoingOf(partOf('x', { link }))
    const staged = await operations.stagePost(outgoing, context)
    const other = outgoingOf(partOf('x', { link: { url: link.url } }))
    expect(await failure(operations.publishPost({ ...other, staged }, context))).toMatchObject({
      code: 'content-changed',
      outcome: 'not-sent',
    })
  })
})
