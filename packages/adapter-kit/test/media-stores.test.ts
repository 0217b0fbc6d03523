import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MediaStore } from '@tutti/model'
import { expect, onTestFinished, test } from 'vitest'
import { folderMediaStore, memoryMediaStore } from '../src/index.ts'
import { streamOf } from './support/bytes.ts'
import { failure } from './support/make-http.ts'

const bytes = crypto.getRandomValues(new Uint8Array(60_000))
const sha256 = createHash('sha256').update(bytes).digest('hex')

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-store-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'media', 'deep')
}

const read = async (store: MediaStore) => {
  const stream = await store.open(sha256)
  return stream && Buffer.from(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

test.each([
  ['memoryMediaStore', false, async () => memoryMediaStore()],
  ['folderMediaStore', true, async () => folderMediaStore(await makeFolder())],
] as const)('%s keeps, opens again and deletes', async (_name, durable, create) => {
  const store = await create()
  expect(store.durable).toBe(durable)
  expect(await store.open(sha256)).toBeUndefined()
  await store.delete(sha256)
  await Promise.all([store.put(sha256, streamOf(bytes)), store.put(sha256, streamOf(bytes))])
  expect((await read(store))?.equals(bytes)).toBe(true)
  expect((await read(store))?.equals(bytes)).toBe(true)
  await store.delete(sha256)
  expect(await store.open(sha256)).toBeUndefined()
})

test.each([
  ['memoryMediaStore', async () => memoryMediaStore()],
  ['folderMediaStore', async () => folderMediaStore(await makeFolder())],
] as const)('%s tells what it has, and deletes only what is old enough', async (_name, create) => {
  const store = await create()
  const list = async () => {
    const found = []
    for await (const item of store.list()) found.push(item)
    return found
  }
  expect(await list()).toEqual([])
  expect(await store.delete(sha256, { storedBefore: Date.now() })).toBe(false)
  // Clocks of file systems are a little coarse.
  const before = Date.now() - 100
  await store.put(sha256, streamOf(bytes))
  const [item] = await list()
  expect(item).toEqual({ sha256, byteLength: 60_000, storedAt: expect.any(Number) })
  expect(item?.storedAt).toBeGreaterThan(before)
  expect(await store.delete(sha256, { storedBefore: before })).toBe(false)
  expect((await read(store))?.equals(bytes)).toBe(true)
  expect(await store.delete(sha256, { storedBefore: Date.now() + 1000 })).toBe(true)
  expect(await list()).toEqual([])
  expect(await store.delete(sha256)).toBe(false)
})

test('what is no media is not listed, and what was left half-written goes after a day', async () => {
  const folder = await makeFolder()
  const store = folderMediaStore(folder)
  await store.put(sha256, streamOf(bytes))
  const temporary = (uuid: string) => join(folder, `.${sha256}.${uuid}`)
  for (const path of [join(folder, 'notes.txt'), temporary('new'), temporary('old')]) await writeFile(path, 'x')
  const yesterday = Date.now() / 1000 - 25 * 60 * 60
  await utimes(temporary('old'), yesterday, yesterday)
  const listed = []
  for await (const item of store.list()) listed.push(item.sha256)
  expect(listed).toEqual([sha256])
  expect((await readdir(folder)).toSorted()).toEqual([`.${sha256}.new`, sha256, 'notes.txt'].toSorted())
})

test('the folder holds whole files only, named by their hash', async () => {
  const folder = await makeFolder()
  const store = folderMediaStore(folder)
  await store.put(sha256, streamOf(bytes))
  expect(await readdir(folder)).toEqual([sha256])
  expect((await readFile(join(folder, sha256))).equals(bytes)).toBe(true)
  const other = 'f'.repeat(64)
  let pieces = 0
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      pieces += 1
      if (pieces > 2) {
        throw new Error('cut')
      }
      controller.enqueue(new Uint8Array(10))
    },
  })
  expect((await failure(store.put(other, broken))).message).toBe('cut')
  expect(await readdir(folder)).toEqual([sha256])
  expect(await store.open(other)).toBeUndefined()
})

test.each(['', '..', '../../etc/passwd', `${'a'.repeat(63)}/`, 'A'.repeat(64), `${'a'.repeat(64)}\0`])(
  'a name that is no hash is refused: %j',
  async (name) => {
    const store = folderMediaStore(await makeFolder())
    const code = 'invalid-input'
    expect(await failure(store.put(name, streamOf(bytes)))).toMatchObject({ code, path: 'sha256' })
    expect(await failure(store.open(name))).toMatchObject({ code })
    expect(await failure(store.delete(name))).toMatchObject({ code })
  },
)
