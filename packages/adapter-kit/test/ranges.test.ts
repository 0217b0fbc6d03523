import { createHash } from 'node:crypto'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PreparedMedia } from '@tutti/model'
import { expect, onTestFinished, test } from 'vitest'
import { folderMediaStore, memoryMediaStore, openPreparedMedia } from '../src/index.ts'
import { readAll, streamOf } from './support/bytes.ts'
import { failure } from './support/make-http.ts'
import { serveRanges } from './support/serve-ranges.ts'

// Neither it nor the ranges below end where the blocks do that are hashed one by one.
const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)))
const long = Buffer.concat(Array.from({ length: 13 }, (_, index) => Buffer.concat([bytes, Buffer.from([index])])))
const sha256 = createHash('sha256').update(long).digest('hex')

const ranges = [
  { from: 0, to: 1 },
  { from: 1, to: 262_144 },
  { from: 262_144, to: 262_145 },
  { from: 262_143, to: 524_289 },
  { from: 700_000 },
  { to: 300_000 },
  { from: 5000, to: 5000 },
  {},
]

const prepared = (uri: string): PreparedMedia => ({
  kind: 'video',
  uri,
  sha256,
  byteLength: long.byteLength,
  mimeType: 'video/mp4',
})

async function makeFile(content: Buffer = long): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-range-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'film.mp4')
  await writeFile(path, content)
  return path
}

test.each([
  ['a file', async () => ({ uri: pathToFileURL(await makeFile()).href })],
  [
    'a folder of bytes',
    async () => ({ uri: `media:${sha256}`, mediaStore: folderMediaStore(`${await makeFile()}-s`) }),
  ],
  ['memory', async () => ({ uri: `media:${sha256}`, mediaStore: memoryMediaStore() })],
  ['a server that knows ranges', async () => ({ uri: (await serveRanges(long)).url })],
  ['a server that knows none', async () => ({ uri: (await serveRanges(long, false)).url })],
])('ranges of %s are what stands there in the whole', async (_name, make) => {
  const { uri, mediaStore = undefined } = (await make()) as {
    uri: string
    mediaStore?: ReturnType<typeof memoryMediaStore>
  }
  await mediaStore?.put(sha256, streamOf(long))
  const source = await openPreparedMedia(prepared(uri), { mediaStore })
  for (const range of ranges) {
    const read = await readAll(await source.open(range))
    expect(read.equals(long.subarray(range.from, range.to)), JSON.stringify(range)).toBe(true)
  }
})

test('a server is asked for no more than the blocks that a range touches', async () => {
  const server = await serveRanges(long)
  const source = await openPreparedMedia(prepared(server.url), {})
  await readAll(await source.open({ from: 300_000, to: 400_000 }))
  await readAll(await source.open({ from: 600_000 }))
  expect(server.received.map(({ headers }) => headers.range)).toEqual([
    undefined,
    'bytes=262144-524287',
    `bytes=524288-${long.byteLength - 1}`,
  ])
})

test.each([{ from: -1 }, { from: 2, to: 1 }, { to: long.byteLength + 1 }, { from: 0.5 }, { from: Number.NaN }])(
  'a range that does not lie within the bytes is refused: %j',
  async (range) => {
    const source = await openPreparedMedia(prepared(pathToFileURL(await makeFile()).href), {})
    expect(await failure(source.open(range))).toMatchObject({ code: 'invalid-input', path: 'range' })
  },
)

test('of bytes that were changed no range is passed on', async () => {
  const path = await makeFile()
  const source = await openPreparedMedia(prepared(pathToFileURL(path).href), { place: 'media[0]' })
  const change = async (at: number) => {
    const file = await open(path, 'r+')
    await file.write(Buffer.from([(long[at] as number) ^ 1]), 0, 1, at)
    await file.close()
  }
  await readAll(await source.open({ from: 0, to: 10 }))
  // After everything was read once, and in the block of the range, but not in the range itself.
  await change(262_150)
  await expect(readAll(await source.open({ from: 300_000, to: 310_000 }))).rejects.toMatchObject({
    code: 'media-changed',
    path: 'media[0]',
  })
  const untouched = await readAll(await source.open({ from: 0, to: 262_144 }))
  expect(untouched.equals(long.subarray(0, 262_144))).toBe(true)
  // Before anything was read: the whole no longer has its hash, so no range of it is believed.
  const opened = await openPreparedMedia(prepared(pathToFileURL(path).href), {})
  expect(await failure(opened.open({ from: 0, to: 10 }))).toMatchObject({ code: 'media-changed' })
})

test.each([
  ['shorter', long.subarray(0, -1)],
  ['longer', Buffer.concat([long, Buffer.alloc(1_000_000)])],
])('a file that became %s is found before its first range', async (_name, content) => {
  const source = await openPreparedMedia(prepared(pathToFileURL(await makeFile(content)).href), {})
  expect(await failure(source.open({ from: 0, to: 10 }))).toMatchObject({ code: 'media-changed' })
})
