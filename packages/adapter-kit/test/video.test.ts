import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { MediaError, type MediaKind } from '@tutti/model'
import { expect, test } from 'vitest'
import { memoryMediaStore, prepareMedia } from '../src/index.ts'
import { probeTracks } from '../src/media/probe/probe-tracks.ts'
import { failure } from './support/make-http.ts'
import { serveRanges } from './support/serve-ranges.ts'

// A second of ffmpeg's test picture and of a tone, as ffmpeg 5.1 writes them.
const clip = (name: string) => fileURLToPath(new URL(`fixtures/clips/${name}`, import.meta.url))

const film = { widthPixels: 64, heightPixels: 48, frameRate: 25 }

test.concurrent.each([
  ['clip.mp4', 'video', 'video/mp4', { ...film, durationMs: 1000, videoCodec: 'avc', audioCodec: 'aac' }],
  ['frag.mp4', 'video', 'video/mp4', { ...film, durationMs: 1128, videoCodec: 'avc', audioCodec: 'aac' }],
  [
    'turned.mp4',
    'video',
    'video/mp4',
    { ...film, widthPixels: 48, heightPixels: 64, durationMs: 1000, videoCodec: 'avc' },
  ],
  ['clip.mov', 'video', 'video/quicktime', { ...film, durationMs: 1000, videoCodec: 'avc', audioCodec: 'pcm-u8' }],
  ['clip.webm', 'video', 'video/webm', { ...film, durationMs: 1008, videoCodec: 'vp9', audioCodec: 'opus' }],
  ['live.webm', 'video', 'video/webm', { ...film, durationMs: 1000, videoCodec: 'vp9' }],
  ['clip.mkv', 'video', 'video/x-matroska', { ...film, durationMs: 1021, videoCodec: 'vp9', audioCodec: 'opus' }],
  ['clip.mp4', 'audio', 'audio/mp4', { durationMs: 1000, audioCodec: 'aac' }],
  ['sound.m4a', 'audio', 'audio/mp4', { durationMs: 1000, audioCodec: 'aac' }],
  ['sound.mp3', 'audio', 'audio/mpeg', { durationMs: 1152, audioCodec: 'mp3' }],
  ['sound.ogg', 'audio', 'audio/ogg', { durationMs: 1000, audioCodec: 'vorbis' }],
  ['sound.wav', 'audio', 'audio/wav', { durationMs: 1000, audioCodec: 'pcm-u8' }],
  ['sound.flac', 'audio', 'audio/flac', { durationMs: 1000, audioCodec: 'flac' }],
  ['sound.aac', 'audio', 'audio/aac', { audioCodec: 'aac' }],
] as const)(
  '%s as %s: type, codecs, duration, size as it is shown, frame rate',
  async (name, kind, mimeType, facts) => {
    const prepared = await prepareMedia({ kind, source: { path: clip(name) } }, {})
    const { uri: _uri, sha256: _sha256, ...rest } = prepared
    const { byteLength } = await readFile(clip(name))
    expect(rest).toEqual({ kind, byteLength, mimeType, ...facts })
  },
)

/** Prepares bytes as a Blob, which is kept in a media store. */
const prepareBytes = (bytes: Uint8Array, kind: MediaKind, place = 'media[0]') =>
  prepareMedia({ kind, source: { blob: new Blob([new Uint8Array(bytes)]) } }, { mediaStore: memoryMediaStore(), place })

test('the bytes of a Blob and of a stream are read from the media store', async () => {
  const bytes = await readFile(clip('clip.mp4'))
  expect(await prepareBytes(bytes, 'video')).toMatchObject({ ...film, videoCodec: 'avc' })
  const open = () => new Blob([bytes]).stream()
  const media = { kind: 'video', source: { open } } as const
  expect(await prepareMedia(media, { mediaStore: memoryMediaStore() })).toMatchObject({ ...film, videoCodec: 'avc' })
})

test.concurrent.each([
  ['clip.mp4', 'video', [0.02, 0.5, 0.99]],
  ['silent.mp4', 'video', [0.1, 0.5, 0.99]],
  ['frag.mp4', 'video', [0.3, 0.5, 0.99]],
  ['clip.mov', 'video', [0.5, 0.99]],
  ['clip.webm', 'video', [0.03, 0.5, 0.99]],
  ['clip.mkv', 'video', [0.5, 0.99]],
  ['sound.m4a', 'audio', [0.5, 0.99]],
  ['sound.ogg', 'audio', [0.05, 0.5, 0.99]],
  ['sound.wav', 'audio', [0.5, 0.99]],
  ['sound.mp3', 'audio', [0.5, 0.99]],
  ['sound.flac', 'audio', [0.01, 0.5, 0.99]],
] as const)('%s that was cut off is refused as %s', async (name, kind, shares) => {
  const bytes = await readFile(clip(name))
  for (const share of shares) {
    const error = await failure(prepareBytes(bytes.subarray(0, bytes.byteLength * share), kind, 'media[3]'))
    expect(MediaError.isInstance(error), `${share}`).toBe(true)
    expect(error, `${share}`).toMatchObject({ code: 'media-unreadable', path: 'media[3]', outcome: 'not-sent' })
  }
})

test('tags behind the last frame of a FLAC file do not make it cut off, a flipped byte in it does', async () => {
  const flac = await readFile(clip('sound.flac'))
  const tagged = Buffer.concat([flac, Buffer.from('TAG'.padEnd(128, ' '))])
  expect(await prepareBytes(tagged, 'audio')).toMatchObject({ durationMs: 1000 })
  const flipped = Buffer.from(flac)
  flipped.writeUInt8(flipped.readUInt8(flac.byteLength - 40) ^ 1, flac.byteLength - 40)
  expect(await failure(prepareBytes(flipped, 'audio'))).toMatchObject({ code: 'media-unreadable' })
})

test.each([
  ['a film without a track', Buffer.from('\0\0\0\x18ftypisom'.padEnd(24, '\0'), 'latin1'), 'video', 'media-unreadable'],
  ['a WebM file of zeros', Buffer.from('\x1aE\xdf\xa3'.padEnd(64, '\0'), 'latin1'), 'video', 'media-unreadable'],
  ['a tone called a video', await readFile(clip('sound.ogg')), 'video', 'media-type-refused'],
  ['a silent film called audio', await readFile(clip('silent.mp4')), 'audio', 'media-type-refused'],
] as const)('%s is refused', async (_name, bytes, kind, code) => {
  expect(await failure(prepareBytes(bytes, kind))).toMatchObject({ code, path: 'media[0]' })
})

test('a file that would keep the parser busy for ever is given up, and the app goes on meanwhile', async () => {
  const bytes = await readFile(clip('silent.mp4'))
  // The number of entries of the table of sample times.
  bytes.writeUInt8(255, 740)
  let ticks = 0
  const timer = setInterval(() => {
    ticks += 1
  }, 10)
  const open = async ({ from = 0, to = 0 }) => new Blob([bytes.subarray(from, to)]).stream()
  const byteLength = bytes.byteLength
  const error = await failure(probeTracks({ open, byteLength, mimeType: 'video/mp4', maxThinkingMs: 300 }))
  clearInterval(timer)
  expect(error.message).toBe('reading it takes too long')
  expect(ticks).toBeGreaterThan(10)
})

test('of a long film only its index is read, wherever that is', async () => {
  const bytes = await readFile(clip('clip.mp4'))
  const index = bytes.indexOf('moov') - 4
  const padding = Buffer.alloc(20_000_000)
  padding.writeUInt32BE(padding.byteLength, 0)
  padding.write('free', 4)
  const long = Buffer.concat([bytes.subarray(0, index), padding, bytes.subarray(index)])
  const server = await serveRanges(long)
  const prepared = await prepareMedia({ kind: 'video', source: { url: server.url } }, {})
  expect(prepared).toMatchObject({ ...film, durationMs: 1000, videoCodec: 'avc', audioCodec: 'aac' })
  const asked = server.received.map(({ headers }) => /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? ''))
  // Once whole, for the hash and the type; then in small ranges.
  expect(asked.filter((range) => range === null)).toHaveLength(1)
  const bytesRead = asked.reduce((sum, range) => sum + (range ? Number(range[2]) - Number(range[1]) + 1 : 0), 0)
  expect(bytesRead).toBeLessThan(300_000)
})

test('an aborted signal ends the reading of tracks', async () => {
  const bytes = await readFile(clip('clip.mp4'))
  const controller = new AbortController()
  const open = () => new Promise<ReadableStream<Uint8Array>>(() => controller.abort())
  const probing = probeTracks({ open, byteLength: bytes.byteLength, mimeType: 'video/mp4', signal: controller.signal })
  expect(await failure(probing)).toMatchObject({ code: 'aborted', outcome: 'not-sent' })
})
