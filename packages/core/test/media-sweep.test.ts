import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderMediaStore } from '@tutti/adapter-kit'
import { definePlugin, type Json, type MediaStore, mediaInUse, pluginRef, type Store } from '@tutti/model'
import { expect, onTestFinished, test } from 'vitest'
import { createTutti, memoryStore } from '../src/index.ts'
import { samplePlatform } from './delivery/support/sample-platform.ts'
import { silent } from './delivery/support/world.ts'

const dayMs = 24 * 60 * 60_000

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-sweep-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Stores some bytes as if it were so many days ago. @returns their hash */
async function storeOld(folder: string, text: string, days: number): Promise<string> {
  const sha256 = createHash('sha256').update(text).digest('hex')
  await folderMediaStore(folder).put(sha256, new Blob([text]).stream())
  const at = (Date.now() - days * dayMs) / 1000
  await utimes(join(folder, sha256), at, at)
  return sha256
}

/** A delivery in the journal whose post has the media of that hash. */
async function journal(store: Store, id: string, state: string, sha256: string, days: number, place: 'media' | 'link') {
  const media = { kind: 'image', uri: `media:${sha256}`, sha256 }
  const part = place === 'media' ? { media: [media] } : { media: [], link: { url: 'https://a.example', image: media } }
  const record = { postId: id, state, parts: [], updatedAt: Date.now() - days * dayMs, prepared: { parts: [part] } }
  await store.scope('default', 'core').documents.put('deliveries', id, record as unknown as Json, 'any')
}

async function open(options: { store?: Store; mediaStore?: MediaStore; keeps?: () => readonly string[] }) {
  const { keeps, ...given } = options
  const keeper = definePlugin({
    ref: pluginRef<object>()('keeper'),
    setup: () => ({}),
    hooks: [mediaInUse.use(() => keeps && { sha256s: keeps() })],
  })
  const tutti = await createTutti({
    channels: { one: samplePlatform({}).channel({}) },
    plugins: [keeper],
    log: silent,
    recoverOnStart: false,
    ...given,
  })
  onTestFinished(() => tutti.close())
  return tutti
}

test('what is old and forgotten goes; what anything may still need stays', async () => {
  const folder = await makeFolder()
  const store = memoryStore()
  const stay = {
    fresh: await storeOld(folder, 'fresh', 6),
    unfinished: await storeOld(folder, 'unfinished', 60),
    asksPerson: await storeOld(folder, 'asks', 60),
    ofCard: await storeOld(folder, 'card', 60),
    heldLately: await storeOld(folder, 'held', 60),
    ofPlugin: await storeOld(folder, 'plugin', 60),
  }
  await storeOld(folder, 'nobody', 8)
  const published = await storeOld(folder, 'published', 60)
  const heldLongAgo = await storeOld(folder, 'gave up', 60)
  await journal(store, 'a', 'queued', stay.unfinished, 60, 'media')
  await journal(store, 'b', 'needs-human', stay.asksPerson, 60, 'media')
  await journal(store, 'c', 'unknown', stay.ofCard, 60, 'link')
  await journal(store, 'd', 'held', stay.heldLately, 6, 'media')
  await journal(store, 'e', 'published', published, 60, 'media')
  await journal(store, 'f', 'held', heldLongAgo, 8, 'media')
  const tutti = await open({ store, mediaStore: folderMediaStore(folder), keeps: () => [stay.ofPlugin] })
  expect(await tutti.sweepMedia()).toEqual({ deleted: 3, kept: 6 })
  expect((await readdir(folder)).toSorted()).toEqual(Object.values(stay).toSorted())
})

test('the age is the caller’s to choose, and a plugin can only add to what is kept', async () => {
  const folder = await makeFolder()
  const store = memoryStore()
  const used = await storeOld(folder, 'used', 3)
  await storeOld(folder, 'forgotten', 3)
  await journal(store, 'a', 'queued', used, 60, 'media')
  const tutti = await open({ store, mediaStore: folderMediaStore(folder), keeps: () => [] })
  expect(await tutti.sweepMedia({ olderThanMs: 4 * dayMs })).toEqual({ deleted: 0, kept: 2 })
  expect(await tutti.sweepMedia({ olderThanMs: 2 * dayMs })).toEqual({ deleted: 1, kept: 1 })
  expect(await readdir(folder)).toEqual([used])
  await expect(tutti.sweepMedia({ olderThanMs: -1 })).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(tutti.sweepMedia({ age: 1 } as object)).rejects.toMatchObject({ code: 'invalid-input' })
})

test('when a plugin can’t say what it keeps, nothing is deleted', async () => {
  const folder = await makeFolder()
  await storeOld(folder, 'old', 60)
  const keeps = () => {
    throw new Error('the store of the plugin fails')
  }
  const tutti = await open({ mediaStore: folderMediaStore(folder), keeps })
  await expect(tutti.sweepMedia()).rejects.toMatchObject({ code: 'hook-failed' })
  expect(await readdir(folder)).toHaveLength(1)
})

test('what is stored again while it is looked for is kept', async () => {
  const folder = await makeFolder()
  const mediaStore = folderMediaStore(folder)
  const sha256 = await storeOld(folder, 'again', 60)
  let putAgain = async () => {
    await mediaStore.put(sha256, new Blob(['again']).stream())
  }
  const watched: MediaStore = {
    ...mediaStore,
    async delete(hash, options) {
      await putAgain()
      return mediaStore.delete(hash, options)
    },
  }
  const tutti = await open({ mediaStore: watched })
  expect(await tutti.sweepMedia()).toEqual({ deleted: 0, kept: 1 })
  expect(await readdir(folder)).toEqual([sha256])
  putAgain = async () => {}
  await storeOld(folder, 'again', 60)
  expect(await tutti.sweepMedia()).toEqual({ deleted: 1, kept: 0 })
})

test('a client without a media store has nothing to clean', async () => {
  const store: Store = { ...memoryStore(), durable: true }
  expect(await (await open({ store })).sweepMedia()).toEqual({ deleted: 0, kept: 0 })
})
