import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Media, Store } from '@tutti/model'
import { samplePng } from '@tutti/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createTutti, image, memoryStore } from '../../src/index.ts'
import { samplePlatform } from './support/sample-platform.ts'
import { silent } from './support/world.ts'

const sourced = { source: 'test', checkedAt: '2026-11-25' }
const limits = {
  fields: ['media'],
  maxMedia: 1,
  media: { image: { ...sourced, maxCount: 1 }, audio: { ...sourced, maxCount: 1 } },
} as const
const png = samplePng()
const blob = () => image(new Blob([png]), { alt: 'A square' })

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-access-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

type Options = Partial<Pick<Parameters<typeof createTutti>[0], 'store' | 'mediaRoot' | 'missingAlt' | 'tenant'>>

async function prepare(media: Media, options: Options = {}) {
  const tutti = await createTutti({
    channels: { one: samplePlatform({ limits }).channel({}) },
    log: silent,
    ...options,
  })
  onTestFinished(() => tutti.close())
  const preview = await tutti.prepare({ text: 'Look', media: [media] })
  return { tutti, preview, prepared: preview.channels.one }
}

const codesOf = async (media: Media, options: Options) => {
  const { prepared } = await prepare(media, options)
  return prepared.issues.map(({ severity, code, path }) => `${severity} ${code} ${path}`)
}

/** A store of this machine as SQLite's is, but in memory. */
const storeIn = (directory: string | undefined): Store => ({ ...memoryStore(), durable: true, directory })

test('Blobs wait in a folder beside a store of this machine, one for each tenant', async () => {
  const directory = await makeFolder()
  for (const tenant of ['default', 'shop', '../../etc', 'ä/b', '..']) {
    const { prepared } = await prepare(blob(), { store: storeIn(directory), tenant })
    expect(prepared.issues).toEqual([])
  }
  expect(await readdir(directory)).toEqual(['tutti-media'])
  const folders = await readdir(join(directory, 'tutti-media'))
  expect(folders.toSorted()).toEqual(['%2E%2E', '%2E%2E%2F%2E%2E%2Fetc', '%C3%A4%2Fb', 'default', 'shop'])
})

test('beside a durable store elsewhere Blobs are refused: another machine could not send them', async () => {
  expect(await codesOf(blob(), { store: storeIn(undefined) })).toEqual(['error media-not-persistable media[0]'])
})

test('paths start in the root and lead nowhere else', async () => {
  const folder = await makeFolder()
  const mediaRoot = join(folder, 'root')
  await mkdir(mediaRoot)
  await writeFile(join(mediaRoot, 'cake.png'), png)
  await writeFile(join(folder, 'secret.png'), png)
  await symlink(join(folder, 'secret.png'), join(mediaRoot, 'link.png'))
  const alt = { alt: 'A square' }
  expect(await codesOf(image('cake.png', alt), { mediaRoot })).toEqual([])
  for (const path of ['../secret.png', 'link.png', join(folder, 'secret.png'), '..%2fsecret.png']) {
    expect(await codesOf(image(path, alt), { mediaRoot }), path).toEqual(['error media-not-found media[0]'])
  }
})

test.each([
  ['warning', undefined],
  ['warning', 'warning'],
  ['error', 'error'],
] as const)('a picture without a description is %s when the client says %s', async (severity, missingAlt) => {
  expect(await codesOf(image(new Blob([png])), { missingAlt })).toEqual([`${severity} alt-missing media[0].alt`])
})
