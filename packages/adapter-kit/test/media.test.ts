import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { crc32 } from 'node:zlib'
import { InvalidInputError, type Media, MediaError, type MediaKind, TransportError } from '@tutti/model'
import { expect, onTestFinished, test } from 'vitest'
import { memoryMediaStore, openPreparedMedia, prepareMedia } from '../src/index.ts'
import { readAll, streamOf } from './support/bytes.ts'
import { serve } from './support/loopback.ts'
import { canary, failure } from './support/make-http.ts'

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
const png = await readFile(fixture('cake.png'))
const jpeg = await readFile(fixture('cake.jpg'))
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const fromBytes = (bytes: Uint8Array, kind: MediaKind = 'image'): Media => ({
  kind,
  source: { blob: new Blob([new Uint8Array(bytes)]) },
})

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-media-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test.each([
  ['cake.png', 'image/png'],
  ['cake.jpg', 'image/jpeg'],
  ['cake.gif', 'image/gif'],
  ['cake.webp', 'image/webp'],
  ['cake.avif', 'image/avif'],
])('%s by its path: type, dimensions, length and hash', async (name, mimeType) => {
  const bytes = await readFile(fixture(name))
  const prepared = await prepareMedia(
    { kind: 'image', source: { path: fixture(name) }, alt: 'A cake', fileName: name },
    {},
  )
  expect(prepared).toEqual({
    kind: 'image',
    uri: pathToFileURL(fixture(name)).href,
    sha256: hashOf(bytes),
    byteLength: bytes.byteLength,
    mimeType,
    widthPixels: 12,
    heightPixels: 8,
    alt: 'A cake',
    fileName: name,
  })
  expect(JSON.parse(JSON.stringify(prepared))).toEqual(prepared)
  const opened = await openPreparedMedia(prepared, {})
  expect(opened).toMatchObject({ byteLength: bytes.byteLength, mimeType, fileName: name })
  expect((await readAll(await opened.open())).equals(bytes)).toBe(true)
  expect((await readAll(await opened.open())).equals(bytes)).toBe(true)
})

test('a picture that its camera held upright is as high as it is shown', async () => {
  // The smallest EXIF that has an orientation: 6, a quarter turn.
  const exif = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0', 'latin1')
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.byteLength + 2]), exif])
  const turned = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)])
  const prepared = await prepareMedia(fromBytes(turned), { mediaStore: memoryMediaStore() })
  expect(prepared).toMatchObject({ widthPixels: 8, heightPixels: 12 })
})

test.each([
  ['a Blob', (bytes: Uint8Array) => ({ blob: new Blob([new Uint8Array(bytes)]) })],
  ['a stream that can be opened again', (bytes: Uint8Array) => ({ open: () => streamOf(bytes, 7) })],
])('%s goes to the media store', async (_name, sourceOf) => {
  const mediaStore = memoryMediaStore()
  const prepared = await prepareMedia({ kind: 'image', source: sourceOf(png) }, { mediaStore })
  expect(prepared.uri).toBe(`media:${hashOf(png)}`)
  const opened = await openPreparedMedia(prepared, { mediaStore })
  expect((await readAll(await opened.open())).equals(png)).toBe(true)
  await mediaStore.delete(prepared.sha256)
  expect(await failure(opened.open())).toMatchObject({ code: 'media-not-found' })
})

test('a URL stays where it is, is streamed, and is checked again when it is sent', async () => {
  let bytes: Uint8Array = png
  const server = await serve((response) => response.end(bytes))
  const source = { url: `${server.url}/cake?token=${canary}` }
  const prepared = await prepareMedia({ kind: 'image', source }, {})
  expect(prepared).toMatchObject({ uri: source.url, mimeType: 'image/png', widthPixels: 12 })
  const opened = await openPreparedMedia(prepared, {})
  expect((await readAll(await opened.open())).equals(png)).toBe(true)
  bytes = jpeg
  expect(await failure(opened.open().then(readAll))).toMatchObject({ code: 'media-changed' })
})

test.each([
  ['shorter', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['longer', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
  ['others', (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 1))],
])('bytes that became %s after prepare never stream to their end', async (_name, change) => {
  const path = join(await makeFolder(), 'cake.png')
  await writeFile(path, png)
  const prepared = await prepareMedia({ kind: 'image', source: { path } }, { place: 'media[0]' })
  await writeFile(path, change(png))
  const stream = await (await openPreparedMedia(prepared, { place: 'media[0]' })).open()
  let given = 0
  const error = await failure(
    (async () => {
      for await (const piece of stream) {
        given += piece.byteLength
      }
    })(),
  )
  expect(error).toMatchObject({ code: 'media-changed', path: 'media[0]', outcome: 'not-sent' })
  expect(given).toBeLessThan(png.byteLength)
})

test('a stream that gives other bytes the second time is not kept', async () => {
  let opened = 0
  const open = () => {
    opened += 1
    return streamOf(opened === 1 ? png : jpeg)
  }
  const error = await failure(prepareMedia({ kind: 'image', source: { open } }, { mediaStore: memoryMediaStore() }))
  expect(error).toMatchObject({ code: 'media-changed' })
})

const bytesOf = (text: string) => Buffer.from(text.padEnd(64, '\0'), 'latin1')

test('a PDF is recognised by its first bytes', async () => {
  const prepared = await prepareMedia(fromBytes(bytesOf('%PDF-1.7\n'), 'document'), { mediaStore: memoryMediaStore() })
  expect(prepared).toMatchObject({ kind: 'document', mimeType: 'application/pdf' })
  expect(prepared).not.toHaveProperty('widthPixels')
})

const damagedPng = Buffer.from(png)
damagedPng.writeUInt8((damagedPng.readUInt8(17) ?? 0) ^ 0xff, 17)
const gif = await readFile(fixture('cake.gif'))
const webp = await readFile(fixture('cake.webp'))
const avif = await readFile(fixture('cake.avif'))

test.each([
  ['empty', Buffer.alloc(0), 'image', 'media-unreadable'],
  ['text', Buffer.from('hello, I am no picture at all, only words'), 'image', 'media-unreadable'],
  ['one byte', Buffer.from([0x89]), 'image', 'media-unreadable'],
  ['a PNG signature alone', png.subarray(0, 8), 'image', 'media-unreadable'],
  ['a PNG cut off', png.subarray(0, -5), 'image', 'media-unreadable'],
  ['a PNG cut in half', png.subarray(0, png.byteLength / 2), 'image', 'media-unreadable'],
  ['a PNG with a flipped byte', damagedPng, 'image', 'media-unreadable'],
  ['a JPEG cut off', jpeg.subarray(0, -2), 'image', 'media-unreadable'],
  ['a JPEG cut in half', jpeg.subarray(0, jpeg.byteLength / 2), 'image', 'media-unreadable'],
  ['a JPEG header alone', jpeg.subarray(0, 20), 'image', 'media-unreadable'],
  ['a GIF cut off', gif.subarray(0, -3), 'image', 'media-unreadable'],
  ['a WebP cut off', webp.subarray(0, -1), 'image', 'media-unreadable'],
  ['an AVIF cut off', avif.subarray(0, -20), 'image', 'media-unreadable'],
  ['an AVIF of zeros', bytesOf('\0\0\0\x18ftypavif'), 'image', 'media-unreadable'],
  ['a picture called a video', png, 'video', 'media-type-refused'],
  ['a video called a picture', bytesOf('\0\0\0\x18ftypisom'), 'image', 'media-type-refused'],
  ['a PDF called a picture', bytesOf('%PDF-1.7'), 'image', 'media-type-refused'],
  ['a sound called a document', bytesOf('ID3\x04'), 'document', 'media-type-refused'],
] as const)('%s is refused with its place', async (_name, bytes, kind, code) => {
  const mediaStore = memoryMediaStore()
  const error = await failure(prepareMedia(fromBytes(bytes, kind), { mediaStore, place: 'media[2]' }))
  expect(MediaError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ code, path: 'media[2]', outcome: 'not-sent' })
  expect(error.message).toMatch(/^media\[2\]: /)
  expect(await mediaStore.open(hashOf(bytes))).toBeUndefined()
})

test('a camera’s extra data behind a JPEG does not make it cut off', async () => {
  const more = Buffer.concat([jpeg, Buffer.from('SEFT trailing data of a camera')])
  await expect(prepareMedia(fromBytes(more), { mediaStore: memoryMediaStore() })).resolves.toMatchObject({
    widthPixels: 12,
  })
})

test('an end marker in a JPEG’s thumbnail does not hide that the picture is cut off', async () => {
  const segment = Buffer.concat([Buffer.from([0xff, 0xe2, 0, 6]), Buffer.from([0xff, 0xd9, 0xff, 0xd9])])
  const cut = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2, -2)])
  expect(await failure(prepareMedia(fromBytes(cut), { mediaStore: memoryMediaStore() }))).toMatchObject({
    code: 'media-unreadable',
  })
})

test.each([
  ['a path that does not exist', { path: '/does/not/exist.png' }, 'media-not-found'],
  ['a folder', { path: tmpdir() }, 'media-not-found'],
  ['a path with NUL', { path: 'cake.png\0.txt' }, 'media-not-found'],
  ['an empty path', { path: '' }, 'media-not-found'],
  ['a file URL', { url: 'file:///etc/passwd' }, 'media-not-found'],
  ['a data URL', { url: 'data:image/png;base64,AAAA' }, 'media-not-found'],
  ['a URL that is none', { url: 'http://' }, 'media-not-found'],
  ['a server that is not there', { url: `http://127.0.0.1:1/?token=${canary}` }, 'media-not-found'],
  ['a function that throws', { open: () => Promise.reject(new Error('no')) }, 'media-not-found'],
  ['a function that returns text', { open: () => 'text' }, 'media-unreadable'],
  [
    'a stream of text',
    { open: () => new Blob(['x']).stream().pipeThrough(new TextDecoderStream()) },
    'media-unreadable',
  ],
  ['a source without anything', {}, 'invalid-input'],
  ['a path that is a number', { path: 5 }, 'invalid-input'],
  ['bytes in place of a Blob', { blob: png }, 'invalid-input'],
])('%s is refused', async (_name, source, code) => {
  const media = { kind: 'image', source } as unknown as Media
  const error = await failure(prepareMedia(media, { mediaStore: memoryMediaStore(), place: 'media[0]' }))
  expect(error.code).toBe(code)
  expect(error.path).toMatch(/^media\[0\]/)
  expect(MediaError.isInstance(error) || InvalidInputError.isInstance(error)).toBe(true)
  expect(JSON.stringify(error)).not.toContain(canary)
})

test('a URL that answers an error is refused with its status', async () => {
  const server = await serve((response) => response.writeHead(404).end('none'))
  expect(await failure(prepareMedia({ kind: 'image', source: { url: server.url } }, {}))).toMatchObject({
    code: 'media-not-found',
    status: 404,
  })
})

test('a URL whose answer breaks off is refused', async () => {
  const server = await serve((response) => {
    response.writeHead(200, { 'content-length': '1000' }).write(png.subarray(0, 40))
    setTimeout(() => response.destroy(), 10)
  })
  expect(await failure(prepareMedia({ kind: 'image', source: { url: server.url } }, {}))).toMatchObject({
    code: 'media-unreadable',
  })
})

test('reading stops at the cap, not at the end', async () => {
  let given = 0
  const open = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1000
        controller.enqueue(new Uint8Array(1000).fill(37))
      },
    })
  const error = await failure(prepareMedia({ kind: 'video', source: { open } }, { maxBytes: 50_000 }))
  expect(error.code).toBe('media-too-large')
  expect(given).toBeLessThan(60_000)
})

test('a Blob without a media store is not persistable', async () => {
  expect(await failure(prepareMedia(fromBytes(png), {}))).toMatchObject({ code: 'media-not-persistable' })
})

test('an aborted signal stops reading', async () => {
  const error = await failure(prepareMedia(fromBytes(png), { signal: AbortSignal.abort() }))
  expect(error).toMatchObject({ code: 'aborted', outcome: 'not-sent' })
  const controller = new AbortController()
  const open = () =>
    new ReadableStream<Uint8Array>({
      pull(stream) {
        controller.abort()
        stream.enqueue(png)
      },
    })
  const later = await failure(prepareMedia({ kind: 'image', source: { open } }, { signal: controller.signal }))
  expect(TransportError.isInstance(later)).toBe(true)
})

test('with a root, only what really lies inside can be read', async () => {
  const folder = await makeFolder()
  const rootDirectory = join(folder, 'root')
  await mkdir(join(rootDirectory, 'inner'), { recursive: true })
  await mkdir(join(folder, 'root-beside'))
  await writeFile(join(folder, 'secret.png'), png)
  await writeFile(join(folder, 'root-beside', 'cake.png'), png)
  await writeFile(join(rootDirectory, 'inner', 'cake.png'), png)
  await writeFile(join(rootDirectory, '..%2fsecret.png'), png)
  await symlink(join(folder, 'secret.png'), join(rootDirectory, 'link.png'))
  await symlink(folder, join(rootDirectory, 'linked-folder'))
  await symlink(join(rootDirectory, 'inner'), join(rootDirectory, 'inside'))
  const prepare = (path: string) => prepareMedia({ kind: 'image', source: { path } }, { rootDirectory })
  for (const path of [
    'inner/cake.png',
    'inner/../inner/cake.png',
    'inside/cake.png',
    join(rootDirectory, 'inner/cake.png'),
  ]) {
    await expect(prepare(path), path).resolves.toMatchObject({ widthPixels: 12 })
  }
  for (const path of [
    '../secret.png',
    'inner/../../secret.png',
    join(folder, 'secret.png'),
    'link.png',
    'linked-folder/secret.png',
    '../root-beside/cake.png',
    '..%2fsecret.png',
    '%2e%2e/secret.png',
    'inner/cake.png\0',
  ]) {
    expect(await failure(prepare(path)), path).toMatchObject({ code: 'media-not-found' })
  }
  const prepared = await prepareMedia({ kind: 'image', source: { path: join(folder, 'secret.png') } }, {})
  const opened = await openPreparedMedia(prepared, { rootDirectory })
  expect(await failure(opened.open())).toMatchObject({ code: 'media-not-found' })
})

test('a folder that becomes a link to elsewhere while a file is opened leads nowhere', async () => {
  const folder = await makeFolder()
  const rootDirectory = join(folder, 'root')
  await mkdir(join(rootDirectory, 'inner'), { recursive: true })
  await mkdir(join(folder, 'outside'))
  await writeFile(join(rootDirectory, 'inner', 'cake.png'), png)
  await writeFile(join(folder, 'outside', 'cake.png'), jpeg)
  const inner = join(rootDirectory, 'inner')
  let running = true
  const swap = async () => {
    while (running) {
      await rename(inner, join(rootDirectory, 'aside'))
      await symlink(join(folder, 'outside'), inner)
      await new Promise((resolve) => setImmediate(resolve))
      await unlink(inner)
      await rename(join(rootDirectory, 'aside'), inner)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  const swapping = swap()
  const seen = new Set<string>()
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const preparing = prepareMedia({ kind: 'image', source: { path: 'inner/cake.png' } }, { rootDirectory })
    seen.add(
      await preparing.then(
        ({ mimeType }) => mimeType,
        (error) => error.code,
      ),
    )
  }
  running = false
  await swapping
  expect([...seen].toSorted()).not.toContain('image/jpeg')
  expect(seen).toContain('image/png')
})

test('a picture that says it has more pixels than anybody can decode is refused', async () => {
  // Only the head says so: the file has a hundred bytes.
  const header = Buffer.from(png.subarray(12, 29))
  header.writeUInt32BE(30_000, 4)
  header.writeUInt32BE(30_000, 8)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(header))
  const bomb = Buffer.concat([png.subarray(0, 12), header, checksum, png.subarray(33)])
  expect(await failure(prepareMedia(fromBytes(bomb), { mediaStore: memoryMediaStore() }))).toMatchObject({
    code: 'media-too-large',
    message: 'media: the picture says that it has 900000000 pixels',
  })
})

test('no file stays open behind an error', async () => {
  const path = join(await makeFolder(), 'cut.png')
  await writeFile(path, Buffer.concat([png, Buffer.alloc(5_000_000)]))
  const countOpen = async () => (await readdir('/proc/self/fd').catch(() => [])).length
  const before = await countOpen()
  for (let count = 0; count < 20; count += 1) {
    await failure(prepareMedia({ kind: 'image', source: { path } }, { maxBytes: 1000 }))
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await countOpen()).toBeLessThan(before + 10)
})

test.skipIf(process.platform === 'win32')(
  'a folder or a pipe that nobody writes to is no file, and nobody waits for it',
  async () => {
    const folder = await makeFolder()
    const pipe = join(folder, 'pipe')
    execFileSync('sh', ['-c', 'mkfifo "$0"', pipe])
    for (const path of [folder, pipe]) {
      await expect(prepareMedia({ kind: 'image', source: { path } }, {})).rejects.toMatchObject({
        code: 'media-not-found',
      })
    }
  },
)
