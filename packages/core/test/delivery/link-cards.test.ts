import { type Json, type LinkCardLimit, type OutsideFetch, OutsideFetchError, type Post } from '@tutti/model'
import { samplePng } from '@tutti/testing'
import { expect, test } from 'vitest'
import { createTutti } from '../../src/index.ts'
import { samplePlatform } from './support/sample-platform.ts'
import { silent } from './support/world.ts'

const sourced = { source: 'test', checkedAt: '2026-11-25' }
const png = samplePng()
const withImage: LinkCardLimit = { ...sourced, image: { maxBytes: 1_000, mimeTypes: ['image/png', 'image/jpeg'] } }
const url = 'https://shop.example/cake'

const page = `<title>Lemon cake</title><meta name=description content="With icing">
  <meta property="og:image" content="/cake.png"><meta property="og:url" content="https://evil.example/">`

/** The world outside: answers by URL, and what was asked for. */
function outside(answers: Record<string, string | Uint8Array> = { [url]: page, 'https://shop.example/cake.png': png }) {
  const asked: string[] = []
  const fetchOutside: OutsideFetch = async (asking) => {
    asked.push(asking)
    const found = answers[asking]
    if (found === undefined) throw new OutsideFetchError({ code: 'outside-unreachable', message: 'nobody answers' })
    const bytes = typeof found === 'string' ? Buffer.from(found) : found
    return { url: asking, mimeType: 'text/html', bytes }
  }
  return { asked, fetchOutside }
}

async function prepare(
  post: Post,
  linkCard: LinkCardLimit | undefined,
  { fetchOutside }: { fetchOutside: OutsideFetch },
  channels = ['one'],
) {
  const limits = { fields: ['link'], linkCard } as const
  const tutti = await createTutti({
    channels: Object.fromEntries(channels.map((id) => [id, samplePlatform({ limits }).channel({})])),
    log: silent,
    fetchOutside,
  })
  const preview = await tutti.prepare(post)
  await tutti.close()
  return preview.channels
}

const issuesOf = (prepared: Awaited<ReturnType<typeof prepare>>[string] | undefined) =>
  prepared?.issues.map(({ severity, code, path }) => `${severity} ${code} ${path}`)

test('a link without a title gets the card of its page, with its picture measured and kept', async () => {
  const world = outside()
  const { one, two } = await prepare({ text: 'Look', link: { url } }, withImage, world, ['one', 'two'])
  expect(one?.issues).toEqual([])
  expect(one?.parts[0]?.link).toEqual({
    url,
    title: 'Lemon cake',
    description: 'With icing',
    image: {
      kind: 'image',
      uri: expect.stringMatching(/^media:[0-9a-f]{64}$/),
      sha256: expect.any(String),
      byteLength: png.byteLength,
      mimeType: 'image/png',
      widthPixels: 8,
      heightPixels: 8,
    },
  })
  expect(JSON.parse(JSON.stringify(one))).toEqual(one as unknown as Json)
  // Once, however many channels show it.
  expect(two?.parts[0]?.link).toEqual(one?.parts[0]?.link)
  expect(world.asked).toEqual([url, 'https://shop.example/cake.png'])
})

test('the card belongs to what was approved: another picture is another content', async () => {
  const first = await prepare({ id: 'p', text: 'Look', link: { url } }, withImage, outside())
  const other = { [url]: page, 'https://shop.example/cake.png': samplePng(3) }
  const second = await prepare({ id: 'p', text: 'Look', link: { url } }, withImage, outside(other))
  expect(second.one?.contentHash).not.toBe(first.one?.contentHash)
})

test('the author’s words stand, and a title means that nothing is asked', async () => {
  const described = await prepare({ text: 'Look', link: { url, description: 'Mine' } }, withImage, outside())
  expect(described.one?.parts[0]?.link).toMatchObject({ title: 'Lemon cake', description: 'Mine' })
  const world = outside()
  const titled = await prepare({ text: 'Look', link: { url, title: 'Mine' } }, withImage, world)
  expect(titled.one?.parts[0]?.link).toEqual({ url, title: 'Mine' })
  expect(world.asked).toEqual([])
})

test('the author’s own picture takes the place of the page’s', async () => {
  const image = { kind: 'image', source: { blob: new Blob([samplePng(7)]) } } as const
  const world = outside()
  const { one } = await prepare({ text: 'Look', link: { url, image } }, withImage, world)
  expect(one?.parts[0]?.link).toMatchObject({ title: 'Lemon cake', image: { mimeType: 'image/png' } })
  expect(world.asked).toEqual([url])
  const tooLarge = { ...withImage, image: { maxBytes: 10 } }
  const refused = await prepare({ text: 'Look', link: { url, title: 'Mine', image } }, tooLarge, world)
  expect(issuesOf(refused.one)).toEqual(['error media-too-large link.image'])
})

test.each<[string, Record<string, string | Uint8Array>, LinkCardLimit, string[], object]>([
  ['a page that can’t be had', {}, withImage, ['warning link-card-missing link.url'], { url }],
  ['a page that says nothing', { [url]: '<p>x' }, withImage, [], { url }],
  [
    'a picture that can’t be had',
    { [url]: page },
    withImage,
    ['warning link-image-dropped link.image'],
    { url, title: 'Lemon cake', description: 'With icing' },
  ],
  [
    'a picture that is none',
    { [url]: page, 'https://shop.example/cake.png': '<svg></svg>' },
    withImage,
    ['warning link-image-dropped link.image'],
    { url, title: 'Lemon cake', description: 'With icing' },
  ],
  [
    'a picture that is too large',
    { [url]: page, 'https://shop.example/cake.png': png },
    { ...sourced, image: { maxBytes: 10 } },
    ['warning link-image-dropped link.image'],
    { url, title: 'Lemon cake', description: 'With icing' },
  ],
  [
    'a platform whose cards have no picture',
    { [url]: page, 'https://shop.example/cake.png': png },
    sourced,
    [],
    { url, title: 'Lemon cake', description: 'With icing' },
  ],
  [
    'texts that are too long',
    { [url]: `<title>${'lemon '.repeat(20)}</title><meta name=description content="${'cake '.repeat(20)}">` },
    { ...sourced, maxTitleGraphemes: 15, maxDescriptionGraphemes: 12 },
    [],
    { url, title: 'lemon lemon…', description: 'cake cake…' },
  ],
])('%s costs the card, never the post', async (_name, answers, limit, issues, link) => {
  const { one } = await prepare({ text: 'Look', link: { url } }, limit, outside(answers))
  expect(issuesOf(one)).toEqual(issues)
  expect(one?.parts[0]?.link).toEqual(link)
})

test('the author’s texts are not cut: too long is an error with numbers', async () => {
  const limit = { ...sourced, maxTitleGraphemes: 3, maxDescriptionGraphemes: 3 }
  const { one } = await prepare({ text: 'Look', link: { url, title: 'Long', description: 'Long' } }, limit, outside())
  expect(one?.issues).toMatchObject([
    { severity: 'error', code: 'link-text-too-long', path: 'link.title', actual: 4, maximum: 3 },
    { severity: 'error', code: 'link-text-too-long', path: 'link.description', actual: 4, maximum: 3 },
  ])
})

test('where the platform makes its own cards nothing is asked, and a picture of the author’s is told of', async () => {
  const world = outside()
  const image = { kind: 'image', source: { blob: new Blob([png]) } } as const
  const { one } = await prepare({ text: 'Look', link: { url, image } }, undefined, world)
  expect(one?.parts[0]?.link).toEqual({ url })
  expect(issuesOf(one)).toEqual(['warning link-image-dropped link.image'])
  expect(world.asked).toEqual([])
})

test('a picture of a link must be one', async () => {
  const image = { kind: 'video', source: { path: 'a.mp4' } } as const
  await expect(prepare({ text: 'Look', link: { url, image } }, withImage, outside())).rejects.toMatchObject({
    code: 'invalid-input',
    path: 'link.image.kind',
  })
})

test('without a fetch of the app’s own the guard keeps cards out of the private network', async () => {
  const limits = { fields: ['link'], linkCard: withImage } as const
  const tutti = await createTutti({ channels: { one: samplePlatform({ limits }).channel({}) }, log: silent })
  const { channels } = await tutti.prepare({ text: 'Look', link: { url: 'http://127.0.0.1/admin' } })
  await tutti.close()
  expect(channels.one.issues).toMatchObject([
    {
      severity: 'warning',
      code: 'link-card-missing',
      message: expect.stringContaining('not an address of the public internet'),
    },
  ])
})
