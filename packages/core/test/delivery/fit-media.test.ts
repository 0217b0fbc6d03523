import { definePlugin, fitMedia, type MediaFitting, type PluginHost, pluginRef } from '@tutti/model'
import { samplePng } from '@tutti/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createTutti, image } from '../../src/index.ts'
import { samplePlatform } from './support/sample-platform.ts'
import { silent } from './support/world.ts'

const sourced = { source: 'test', checkedAt: '2026-11-25' }
const limits = { fields: ['media'], maxMedia: 2, media: { image: { ...sourced, maxCount: 2, maxPixels: 16 } } } as const
const picture = image(new Blob([samplePng()]), { alt: 'A square of 8 × 8' })

type Fit = (fitting: MediaFitting, host: PluginHost) => unknown

async function prepare(...fits: readonly Fit[]) {
  const plugins = fits.map((fit, index) =>
    definePlugin({
      ref: pluginRef<object>()(`fitter${index}`),
      setup: (host) => {
        host.use(fitMedia.use((fitting) => fit(fitting, host) as never))
        return {}
      },
    }),
  )
  const tutti = await createTutti({ channels: { one: samplePlatform({ limits }).channel({}) }, plugins, log: silent })
  onTestFinished(() => tutti.close())
  const { channels } = await tutti.prepare({ text: 'Look', media: [picture] })
  const { issues, parts } = channels.one
  return { issues: issues.map(({ severity, code, path }) => `${severity} ${code} ${path}`), media: parts[0]?.media[0] }
}

const shrink: Fit = async (fitting, host) => {
  const source = await host.openMedia(fitting.media)
  expect(source.byteLength).toBe(samplePng().byteLength)
  const kept = await host.keepMedia({ ...picture, source: { blob: new Blob([samplePng(9, 4)]) } })
  const change = { code: 'picture-shrunk', message: 'the picture became smaller' }
  return { ...fitting, media: kept, changes: [...fitting.changes, change] }
}

test('without a plugin a picture is held against the limits as it is', async () => {
  expect((await prepare()).issues).toEqual(['error media-too-many-pixels media[0]'])
})

test('a plugin learns what the channel takes, and what it makes of a picture is held against the limits', async () => {
  let seen: MediaFitting | undefined
  const { issues, media } = await prepare((fitting, host) => {
    seen = fitting
    return shrink(fitting, host)
  })
  expect(seen).toMatchObject({
    channel: 'one',
    platform: 'sample',
    path: 'media[0]',
    limit: { maxPixels: 16 },
    changes: [],
  })
  expect(Object.isFrozen(seen?.media)).toBe(true)
  expect(issues).toEqual(['warning picture-shrunk media[0]'])
  expect(media).toMatchObject({ widthPixels: 4, heightPixels: 4, alt: 'A square of 8 × 8' })
})

test('one after another they see what the one before has made', async () => {
  const seen: (number | undefined)[] = []
  const { issues } = await prepare(shrink, (fitting) => {
    seen.push(fitting.media.widthPixels, fitting.changes.length)
    return { ...fitting, changes: [...fitting.changes, { code: 'seen', message: 'looked at' }] }
  })
  expect(seen).toEqual([4, 1])
  expect(issues).toEqual(['warning picture-shrunk media[0]', 'warning seen media[0]'])
})

test.each<[string, Fit]>([
  ['throws', () => Promise.reject(new Error('broken'))],
  ['returns no media', (fitting) => ({ ...fitting, media: { kind: 'image' } })],
  ['returns no list of changes', (fitting) => ({ ...fitting, changes: 'much' })],
  ['returns something else', () => 5],
])('a plugin that %s holds the post back on that channel', async (_name, fit) => {
  expect((await prepare(fit)).issues).toEqual(['error hook-failed undefined'])
})
