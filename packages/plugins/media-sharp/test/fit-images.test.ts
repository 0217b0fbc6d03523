import {
  createTutti,
  defineAdapter,
  image,
  type Media,
  type MediaLimit,
  memoryMediaStore,
  type PlatformLimits,
} from '@tutti/core'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { type FitImagesOptions, fitImages } from '../src/index.ts'

const sourced = { source: 'test', checkedAt: '2026-11-25' }

/** A picture that compresses badly, as photographs do. */
async function photo(width: number, height: number, type: 'png' | 'jpeg' | 'webp' = 'png'): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  return sharp({ create: { width, height, channels: 3, background: '#888', noise } })
    .toFormat(type)
    .toBuffer()
}

async function glass(width: number, height: number): Promise<Buffer> {
  const background = { r: 200, g: 60, b: 20, alpha: 0.5 }
  const noise = await photo(width, height)
  const half = await sharp(noise).ensureAlpha(0.5).png().toBuffer()
  return sharp({ create: { width, height, channels: 4, background } })
    .composite([{ input: half }])
    .png()
    .toBuffer()
}

function platform(limit: Partial<MediaLimit>, more: Partial<PlatformLimits> = {}) {
  return defineAdapter({
    specVersion: 'v0',
    id: 'sample',
    displayName: 'Sample',
    limits: {
      text: [],
      media: { image: { ...sourced, maxCount: 4, ...limit } },
      maxMedia: 4,
      mixedMedia: false,
      visibilities: ['public'],
      maxLanguages: 1,
      fields: ['media', 'link'],
      requires: 'text-or-media',
      ...more,
    },
    auth: { kind: 'none', scopes: {} },
    buckets: {},
    guarantees: { ...sourced, publish: [{ kind: 'none' }], lateCommitMs: 0, consistencyMs: 0 },
    operations: {
      publishPost: async () => {
        throw new Error('nothing is published here')
      },
    },
    baseUrl: () => 'https://sample.invalid',
    parseCredential: (_: object) => ({ secrets: {}, facts: {} }),
    parsePlatformOptions: () => ({}),
    authorize: () => ({ headers: {} }),
    countText: (text) => text.length,
  })
}

const silent = { debug() {}, info() {}, warn() {} }

async function prepare(media: Media, limit: Partial<MediaLimit>, options: FitImagesOptions = {}, channels = ['one']) {
  const mediaStore = memoryMediaStore()
  let puts = 0
  const put: typeof mediaStore.put = (sha256, bytes) => {
    puts += 1
    return mediaStore.put(sha256, bytes)
  }
  const tutti = await createTutti({
    channels: Object.fromEntries(channels.map((id) => [id, platform(limit).channel({})])),
    plugins: [fitImages(options)],
    mediaStore: { ...mediaStore, put },
    log: silent,
  })
  onTestFinished(() => tutti.close())
  const { channels: prepared } = await tutti.prepare({ text: 'Look', media: [media] })
  const one = prepared.one
  const item = one?.parts[0]?.media[0]
  const stream = item && (await mediaStore.open(item.sha256))
  const bytes =
    stream && Buffer.from(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
  return { prepared, issues: one?.issues ?? [], item, bytes, puts }
}

const attach = (bytes: Buffer) => image(new Blob([new Uint8Array(bytes)]), { alt: 'Noise', fileName: 'noise.png' })
const codes = (issues: readonly { readonly severity: string; readonly code: string }[]) =>
  issues.map(({ severity, code }) => `${severity} ${code}`)

test('a picture that fits is left alone, byte for byte', async () => {
  const bytes = await photo(40, 30)
  const limit = { maxBytes: bytes.byteLength, maxPixels: 1200, maxWidthPixels: 40, mimeTypes: ['image/png'] }
  const prepared = await prepare(attach(bytes), limit)
  expect(prepared.issues).toEqual([])
  expect(prepared.bytes?.equals(bytes)).toBe(true)
  expect(prepared.puts).toBe(1)
})

test.each<[string, Partial<MediaLimit>, object]>([
  ['too many pixels', { maxPixels: 10_000 }, { mimeType: 'image/png', widthPixels: 115, heightPixels: 86 }],
  ['too wide', { maxWidthPixels: 100 }, { mimeType: 'image/png', widthPixels: 100, heightPixels: 75 }],
  ['too high', { maxHeightPixels: 100 }, { mimeType: 'image/png', widthPixels: 133, heightPixels: 100 }],
  [
    'of a type that is not taken',
    { mimeTypes: ['image/jpeg'] },
    { mimeType: 'image/jpeg', widthPixels: 400, heightPixels: 300 },
  ],
  [
    'too many bytes, where another type is taken',
    { maxBytes: 60_000, mimeTypes: ['image/png', 'image/jpeg'] },
    { mimeType: 'image/jpeg', widthPixels: 400, heightPixels: 300 },
  ],
])('a picture that is %s is made to fit', async (_name, limit, expected) => {
  const { issues, item, bytes } = await prepare(attach(await photo(400, 300)), limit)
  expect(codes(issues)).toEqual(['warning image-fitted'])
  expect(item).toMatchObject({ alt: 'Noise', fileName: 'noise.png', ...expected, byteLength: bytes?.byteLength })
  const metadata = await sharp(bytes).metadata()
  expect([metadata.width, metadata.height]).toEqual([item?.widthPixels, item?.heightPixels])
})

test('it says what it changed, with numbers', async () => {
  const bytes = await photo(400, 300)
  const { issues, item } = await prepare(attach(bytes), { maxPixels: 10_000, mimeTypes: ['image/jpeg'] })
  expect(issues).toEqual([
    {
      severity: 'warning',
      code: 'image-fitted',
      path: 'media[0]',
      message:
        `the picture was fitted: image/png of 400 × 300 pixels and ${bytes.byteLength} bytes ` +
        `became image/jpeg of 115 × 86 pixels and ${item?.byteLength} bytes`,
      advice: expect.any(String),
    },
  ])
})

test('where only PNG is taken a heavy picture becomes smaller, as far as it must', async () => {
  const { issues, item } = await prepare(attach(await photo(400, 300)), { maxBytes: 40_000, mimeTypes: ['image/png'] })
  expect(codes(issues)).toEqual(['warning image-fitted'])
  expect(item?.byteLength).toBeLessThanOrEqual(40_000)
  expect(item?.byteLength).toBeGreaterThan(20_000)
  expect(item?.mimeType).toBe('image/png')
})

test('what can be seen through stays so', async () => {
  const bytes = await glass(300, 300)
  const webp = await prepare(attach(bytes), { maxBytes: 60_000 })
  expect(webp.item?.mimeType).toBe('image/webp')
  expect((await sharp(webp.bytes).stats()).isOpaque).toBe(false)
  const none = await prepare(attach(bytes), { maxBytes: 60_000, mimeTypes: ['image/jpeg'] })
  expect(codes(none.issues)).toEqual(['error media-type-refused', 'error media-too-large'])
})

test('a picture that its camera held upright is turned, and nothing of the camera’s is passed on', async () => {
  const exif = { IFD0: { Make: 'Camera' }, IFD3: { GPSLatitude: '48/1 12/1 0/1' } }
  const turned = await sharp(await photo(400, 300))
    .jpeg()
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const { item, bytes } = await prepare(attach(turned), { maxWidthPixels: 150 })
  expect(item).toMatchObject({ widthPixels: 150, heightPixels: 200 })
  const metadata = await sharp(bytes).metadata()
  expect(metadata.orientation).toBeUndefined()
  expect(metadata.exif).toBeUndefined()
})

test('a moving picture is left alone, and its limits speak for themselves', async () => {
  const frames = await Promise.all([1, 2, 3].map(() => photo(60, 60)))
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  const { issues } = await prepare(attach(gif), { maxWidthPixels: 10 })
  expect(codes(issues)).toEqual(['error media-too-many-pixels'])
})

test('a picture of more pixels than allowed is not decoded', async () => {
  const { issues } = await prepare(attach(await photo(400, 300)), { maxWidthPixels: 10 }, { maxInputPixels: 100_000 })
  expect(codes(issues)).toEqual(['error media-too-many-pixels'])
})

test('nothing is made of a picture that only another shape would fit', async () => {
  const { issues } = await prepare(attach(await photo(400, 300)), { aspectRatio: { max: 1 }, minHeightPixels: 500 })
  expect(codes(issues)).toEqual(['error media-too-few-pixels', 'error media-aspect-ratio'])
})

test('for many channels of the same limits it is done once', async () => {
  const channels = ['one', 'two', 'three']
  const { prepared, puts } = await prepare(attach(await photo(400, 300)), { maxWidthPixels: 100 }, {}, channels)
  const hashes = channels.map((id) => prepared[id]?.parts[0]?.media[0]?.sha256)
  expect(new Set(hashes).size).toBe(1)
  // The author's and the fitted one.
  expect(puts).toBe(2)
})

test('the picture of a link’s card is fitted as well', async () => {
  const page = '<title>Cake</title><meta property="og:image" content="/cake.png">'
  const heavy = await photo(400, 300)
  const limits = { linkCard: { ...sourced, image: { maxBytes: 30_000, mimeTypes: ['image/jpeg'] } } }
  const tutti = await createTutti({
    channels: { one: platform({}, limits).channel({}) },
    plugins: [fitImages()],
    fetchOutside: async (url) => ({ url, mimeType: '', bytes: url.endsWith('.png') ? heavy : Buffer.from(page) }),
    log: silent,
  })
  onTestFinished(() => tutti.close())
  const { channels } = await tutti.prepare({ text: 'Look', link: { url: 'https://shop.example/' } })
  expect(codes(channels.one.issues)).toEqual(['warning image-fitted'])
  expect(channels.one.parts[0]?.link?.image).toMatchObject({ mimeType: 'image/jpeg' })
})

test.each([{ quality: 0 }, { quality: 101 }, { maxInputPixels: 0 }, { size: 3 }, null])(
  'options %j are refused',
  (options) => {
    expect(() => fitImages(options as FitImagesOptions)).toThrow(expect.objectContaining({ code: 'invalid-options' }))
  },
)
