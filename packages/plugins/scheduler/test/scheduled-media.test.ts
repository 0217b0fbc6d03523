import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTutti, folderMediaStore, image, type MediaStore, memoryMediaStore, memoryStore } from '@tutti/core'
import { fakeAdapter, samplePng, virtualClock } from '@tutti/testing'
import { expect, onTestFinished, test } from 'vitest'
import { scheduler } from '../src/index.ts'

const dayMs = 24 * 60 * 60_000

async function start(mediaStore: MediaStore) {
  // After anything that the file system says is now.
  const clock = virtualClock({ startMs: Date.now() + dayMs })
  const tutti = await createTutti({
    clock,
    store: { ...memoryStore(), durable: true },
    mediaStore,
    channels: { shop: fakeAdapter({ now: () => clock.now() }).channel({ name: 'bakery' }) },
    // Months pass here.
    plugins: [scheduler({ timeZone: 'Europe/Rome', sweepEveryMs: 60 * 60_000 })],
  })
  onTestFinished(() => tutti.close())
  const at = (days: number) => new Date(clock.now() + days * dayMs).toISOString()
  return { tutti, clock, at }
}

const post = (id: string, shade: number) => ({
  id,
  text: 'Look',
  media: [image(new Blob([samplePng(shade)]), { alt: 'A square of one grey' })],
})

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-scheduled-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('the bytes of a Blob wait as long as its post does, and go when nobody needs them', async () => {
  const { tutti, clock, at } = await start(folderMediaStore(await makeFolder()))
  await tutti.scheduler.schedule(post('soon', 1), { at: at(1) })
  await tutti.scheduler.schedule(post('late', 2), { at: at(90) })
  await tutti.scheduler.schedule(post('never', 3), { at: at(90) })
  await tutti.scheduler.cancel('never')
  await clock.advance(30 * dayMs)
  expect(await tutti.scheduler.get('soon')).toMatchObject({ deliveries: { shop: 'published' } })
  expect(await tutti.sweepMedia()).toEqual({ deleted: 2, kept: 1 })
  await clock.advance(61 * dayMs)
  expect(await tutti.scheduler.get('late')).toMatchObject({ deliveries: { shop: 'published' } })
  await clock.advance(8 * dayMs)
  expect(await tutti.sweepMedia()).toEqual({ deleted: 1, kept: 0 })
})

test('a Blob that a memory would forget can’t be scheduled; a path can', async () => {
  const { tutti, at } = await start(memoryMediaStore())
  await expect(tutti.scheduler.schedule(post('blob', 1), { at: at(1) })).rejects.toMatchObject({
    code: 'media-not-persistable',
  })
  await expect(tutti.scheduler.schedule({ text: 'Words' }, { at: at(1) })).resolves.toMatchObject({
    state: 'scheduled',
  })
})
