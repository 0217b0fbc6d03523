import {
  definePlugin,
  guardPost,
  type PlatformLimits,
  type Post,
  pluginRef,
  preparePost,
  TransportError,
} from '@tutti/model'
import { samplePng } from '@tutti/testing'
import { countGraphemes } from '@tutti/text'
import { expect, test } from 'vitest'
import { createTutti } from '../../src/index.ts'
import { sampleLimits, samplePlatform } from './support/sample-platform.ts'
import { silent } from './support/world.ts'

async function prepare(
  post: Post,
  limits: Partial<PlatformLimits> = {},
  more: Partial<Parameters<typeof samplePlatform>[0]> & Pick<Parameters<typeof createTutti>[0], 'plugins'> = {},
) {
  const { plugins, ...platform } = more
  const tutti = await createTutti({
    channels: { one: samplePlatform({ limits, ...platform }).channel({}) },
    log: silent,
    plugins,
  })
  const { channels } = await tutti.prepare(post)
  await tutti.close()
  return channels.one
}
const codes = (prepared: Awaited<ReturnType<typeof prepare>>) =>
  prepared.issues.map(({ severity, code, path }) => `${severity} ${code}${path === undefined ? '' : ` ${path}`}`)

test('a prepared post is plain JSON with its length and a hash', async () => {
  const prepared = await prepare({ id: 'p1', text: 'Hëllo', labels: { campaign: 'spring' } })
  expect(prepared).toMatchObject({
    postId: 'p1',
    parts: [{ text: 'Hëllo', lengths: [{ unit: 'graphemes', actual: 5, maximum: 20 }] }],
    labels: { campaign: 'spring' },
    issues: [],
    contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(JSON.parse(JSON.stringify(prepared))).toEqual(prepared)
})

test('the same content has the same hash, in whatever order it is written', async () => {
  const one = await prepare(
    { id: 'p1', text: 'Hello', languages: ['en'], title: 'T' },
    { fields: ['title', 'languages'], maxLanguages: 1 },
  )
  const two = await prepare(
    { title: 'T', languages: ['en'], text: 'Hello', id: 'p1' },
    { fields: ['languages', 'title'], maxLanguages: 1 },
  )
  expect(two.contentHash).toBe(one.contentHash)
  expect((await prepare({ id: 'p1', text: 'Hello!' })).contentHash).not.toBe(one.contentHash)
})

test('a channel says it in its own way', async () => {
  const post = {
    text: 'Hello',
    thread: [{ text: 'More' }],
    platformOptions: { sample: { a: 1, b: 1 } },
    perChannel: { one: { text: 'Ciao', split: {}, platformOptions: { b: 2 } } },
  }
  const prepared = await prepare(post)
  expect(prepared.parts).toMatchObject([{ text: 'Ciao', platformOptions: { a: 1, b: 2 } }])
})

test('text that fits exactly passes, and one grapheme more is an error', async () => {
  expect(codes(await prepare({ text: '👩‍👩‍👧'.repeat(20) }))).toEqual([])
  const prepared = await prepare({ text: '👩‍👩‍👧'.repeat(21) })
  expect(prepared.issues).toMatchObject([{ code: 'text-too-long', severity: 'error', actual: 21, maximum: 20 }])
})

test('a long text becomes a thread where the author allows it', async () => {
  const text = 'one two three four five six seven eight nine ten'
  const prepared = await prepare({ text, split: { counter: true } })
  expect(prepared.parts.length).toBeGreaterThan(2)
  expect(prepared.parts.at(-1)?.text).toMatch(/ (\d)\/\1$/)
  for (const part of prepared.parts) expect(countGraphemes(part.text)).toBeLessThanOrEqual(20)
  const numbered = await prepare({ text, split: { counter: { template: '({number}/{count})', position: 'start' } } })
  expect(numbered.parts[1]?.text).toMatch(/^\(2\/\d\) /)
  for (const part of numbered.parts) expect(countGraphemes(part.text)).toBeLessThanOrEqual(20)
  expect(codes(await prepare({ text, split: { maxParts: 2 } }))).toEqual(['error too-many-parts split.maxParts'])
  expect(codes(await prepare({ text: 'x'.repeat(21), split: {} }))).toEqual(['error text-token-too-long text'])
})

test('people are named by the handle they have on the platform', async () => {
  const mentions = {
    ada: { handles: { sample: 'ada' }, fallback: 'Ada L.' },
    bob: { handles: { other: 'bob' }, fallback: 'Bob' },
  }
  const prepared = await prepare({ text: '@{ada}, @{bob}', mentions })
  expect(prepared.parts[0]?.text).toBe('@ada, Bob')
  expect(codes(prepared)).toEqual(['warning mention-fallback text'])
  expect(codes(await prepare({ text: '@{eve}', mentions }))).toEqual(['error mention-unknown text'])
  expect(codes(await prepare({ text: '@{toString}', mentions }))).toEqual(['error mention-unknown text'])
  expect((await prepare({ text: '@{ada}' })).parts[0]?.text).toBe('@{ada}')
})

test('a link goes into the text where the platform has no cards', async () => {
  const post = { text: 'Look', link: { url: 'https://e.org/1' } }
  const limits = [{ ...sampleLimits.text[0], maximum: 40 }] as PlatformLimits['text']
  expect((await prepare(post, { text: limits })).parts[0]).toMatchObject({ text: 'Look\n\nhttps://e.org/1' })
  expect((await prepare({ ...post, text: 'At https://e.org/1' }, { text: limits })).parts[0]?.text).toBe(
    'At https://e.org/1',
  )
  const carded = (await prepare(post, { fields: ['link'] })).parts[0]
  expect(carded).toMatchObject({ text: 'Look', link: post.link })
})

test('what the platform has no place for is left out, and said', async () => {
  const prepared = await prepare({
    text: 'Hello',
    title: 'T',
    contentWarning: 'W',
    languages: ['en'],
    firstComment: 'C',
  })
  expect(codes(prepared)).toEqual([
    'warning field-dropped title',
    'warning field-dropped firstComment',
    'warning field-dropped languages',
    'warning field-dropped contentWarning',
  ])
  expect(prepared.parts[0]).not.toHaveProperty('title')
  expect(prepared).not.toHaveProperty('firstComment')
})

test('nothing is shown to more people than asked for', async () => {
  for (const visibility of ['unlisted', 'followers', 'direct'] as const) {
    expect(codes(await prepare({ text: 'Hello', visibility }))).toEqual(['error visibility-not-honoured visibility'])
  }
  expect(codes(await prepare({ text: 'Hello', visibility: 'public' }))).toEqual([])
  const honoured = await prepare(
    { text: 'Hello', visibility: 'direct' },
    { fields: ['visibility'], visibilities: ['direct'] },
  )
  expect(honoured).toMatchObject({ issues: [], parts: [{ visibility: 'direct' }] })
})

test('a reply to another platform’s post is held back', async () => {
  const replyTo = { v: 1, kind: 'post', platform: 'other', id: '1' } as const
  expect(codes(await prepare({ text: 'Hello', replyTo }, { fields: ['replyTo'] }))).toEqual([
    'error other-platform replyTo',
  ])
})

test('attachments are held against the server’s limits', async () => {
  const image = (alt?: string) => ({ kind: 'image', source: { blob: new Blob([samplePng()]) }, alt }) as const
  const limits: Partial<PlatformLimits> = {
    fields: ['media'],
    maxMedia: 1,
    media: {
      image: {
        maxCount: 1,
        maxBytes: 10,
        mimeTypes: ['image/gif'],
        maxPixels: 1,
        maxAltGraphemes: 3,
        source: 'server',
        checkedAt: '2026-11-22',
      },
    },
  }
  expect(codes(await prepare({ text: 'x', media: [image(), image('four')] }, limits))).toEqual([
    'error media-count media',
    'error media-count media',
    'error media-type-refused media[0]',
    'error media-too-large media[0]',
    'error media-too-many-pixels media[0]',
    'warning alt-missing media[0].alt',
    'error media-type-refused media[1]',
    'error media-too-large media[1]',
    'error media-too-many-pixels media[1]',
    'error alt-too-long media[1].alt',
  ])
  expect(codes(await prepare({ text: 'x', media: [image('ok')] }, { fields: ['media'], maxMedia: 4 }))).toEqual([
    'error media-kind media',
  ])
})

test('a file that is no picture is that channel’s error', async () => {
  const media = [{ kind: 'image', source: { blob: new Blob(['not a picture']) } }] as const
  const prepared = await prepare({ text: 'x', media }, { fields: ['media'] })
  expect(codes(prepared)).toEqual(['error media-unreadable media[0]'])
})

test('wrong platform options are an error with their place', async () => {
  const prepared = await prepare({ text: 'x', platformOptions: { sample: { c: 1 } } })
  expect(codes(prepared)).toEqual(['error invalid-input platformOptions.sample.c'])
})

test('without the server’s answer the declared limits are used, with a warning', async () => {
  const describeAccount = async () => {
    throw new TransportError({ code: 'not-sent', message: 'no network' })
  }
  const prepared = await prepare({ text: 'Hello' }, {}, { describeAccount })
  expect(codes(prepared)).toEqual(['warning limits-not-read'])
})

test('plugins change a post before it is fitted, and hold it back after', async () => {
  const plugins = [
    definePlugin({
      ref: pluginRef<object>()('signer'),
      hooks: [
        preparePost.use((input) => ({ ...input, post: { ...input.post, text: `${input.post.text} – us` } })),
        guardPost.use(({ prepared }) =>
          prepared.parts[0]?.text.includes('us') ? { deny: 'no signatures' } : undefined,
        ),
      ],
      setup: () => ({}),
    }),
  ]
  const prepared = await prepare({ text: 'Hello' }, {}, { plugins })
  expect(prepared.parts[0]?.text).toBe('Hello – us')
  expect(prepared.issues).toMatchObject([{ code: 'guard-denied', severity: 'error', message: 'no signatures' }])
})

test('a plugin that breaks a post or throws holds it back on that channel', async () => {
  const plugin = (change: Parameters<typeof preparePost.use>[0]) => [
    definePlugin({ ref: pluginRef<object>()('broken'), hooks: [preparePost.use(change)], setup: () => ({}) }),
  ]
  const broken = plugin((input) => ({ ...input, post: { ...input.post, text: 7 as never } }))
  expect(codes(await prepare({ text: 'Hello' }, {}, { plugins: broken }))).toEqual(['error invalid-input text'])
  const throwing = plugin(() => {
    throw new Error('boom')
  })
  expect(codes(await prepare({ text: 'Hello' }, {}, { plugins: throwing }))).toEqual(['error hook-failed'])
})

test('one channel’s trouble leaves the other alone, and a held post is not sent', async () => {
  const short = samplePlatform({
    id: 'short',
    limits: { text: [{ ...sampleLimits.text[0], maximum: 3 }] as PlatformLimits['text'] },
  })
  const long = samplePlatform({ id: 'long' })
  const tutti = await createTutti({ channels: { short: short.channel({}), long: long.channel({}) }, log: silent })
  const { deliveries } = await tutti.publish({ id: 'p1', text: 'Hello' })
  expect(deliveries.short).toMatchObject({ state: 'held', reason: 'the text has 5 graphemes, 3 are allowed' })
  expect(deliveries.long).toMatchObject({ state: 'published' })
  expect(await tutti.deliveries.get('p1', 'short')).toMatchObject({ state: 'held' })
  await tutti.close()
})
