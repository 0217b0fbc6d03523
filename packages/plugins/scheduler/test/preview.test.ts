import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { image } from '@tutti/core'
import type { Buckets } from '@tutti/model'
import { fakeAdapter, samplePng, virtualClock } from '@tutti/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SchedulerOptions } from '../src/index.ts'
import { at, minuteMs, start, startMs } from './support/start.ts'

const source = { source: 'https://example.org', checkedAt: '2026-11-29' } as const
const hourMs = 60 * minuteMs

/** The fake platform with limits of its own. */
function limited(buckets: Buckets) {
  const clock = virtualClock({ startMs })
  const adapter = fakeAdapter({ now: () => clock.now() })
  return { clock, adapter: Object.assign(adapter, { buckets }) }
}

const day = { from: startMs, to: startMs + 24 * hourMs }

async function begin(buckets?: Buckets, plugin: SchedulerOptions = {}, channels: readonly string[] = []) {
  const started = await start({ ...(buckets && limited(buckets)), plugin, channels })
  return { ...started, scheduler: started.tutti.scheduler }
}

test('text, length, issues and times of what is placed and of what series foresee; nothing is sent or changed', async () => {
  const { scheduler, texts, store, clock } = await begin()
  await scheduler.schedule(
    { id: 'a', text: 'Hello', labels: { campaign: 'spring' } },
    { at: '2026-12-01T09:00[America/New_York]' },
  )
  await scheduler.approvals.draft(
    { id: 'long', text: 'x'.repeat(400) },
    { by: { id: 'w', role: 'writer' }, at: at(30) },
  )
  await scheduler.series.create({
    id: 's',
    post: { text: 'Weekly' },
    rule: 'FREQ=WEEKLY;COUNT=4',
    start: '2026-12-02T08:00',
  })
  await scheduler.cancel('s.2026-12-02T08:00:00')
  const before = await store.scope('default', 'scheduler').documents.list('posts')
  const { posts, channels } = await scheduler.preview({ from: startMs, to: startMs + 30 * 24 * hourMs })
  expect(posts).toMatchObject([
    {
      id: 'long',
      state: 'draft',
      channels: { shop: { issues: [{ code: 'text-too-long' }], notes: [{ code: 'held' }, { code: 'not-approved' }] } },
    },
    {
      id: 'a',
      campaign: 'spring',
      utcTime: '2026-12-01T14:00:00Z',
      localTime: '2026-12-01T15:00 Europe/Rome',
      wallTime: '2026-12-01T09:00:00',
      notes: [],
      channels: {
        shop: {
          parts: [{ text: 'Hello', lengths: [{ actual: 5 }], mediaCount: 0 }],
          issues: [],
          notes: [],
          expectedAt: Date.UTC(2026, 11, 1, 14),
        },
      },
    },
    {
      state: 'foreseen',
      origin: { kind: 'series', id: 's' },
      wallTime: '2026-12-09T08:00:00',
      channels: { shop: { parts: [{ text: 'Weekly' }] } },
    },
    { state: 'foreseen', wallTime: '2026-12-16T08:00:00' },
    { state: 'foreseen', wallTime: '2026-12-23T08:00:00' },
  ])
  expect(channels).toMatchObject([
    { channel: 'shop', postCount: 4, late: [], areLimitsKnown: true, doneAtLocalTime: '2026-12-23T08:00 Europe/Rome' },
  ])
  expect(
    (await scheduler.preview({ ...day, to: startMs + 48 * hourMs, campaign: 'spring' })).posts.map(({ id }) => id),
  ).toEqual(['a'])
  expect(await store.scope('default', 'scheduler').documents.list('posts')).toEqual(before)
  await clock.advance(minuteMs)
  expect(texts()).toEqual([])
})

test('what the clocks do is said', async () => {
  const { scheduler } = await begin()
  await scheduler.schedule({ id: 'gap', text: 'x' }, { at: '2027-03-28T02:30[Europe/Rome]' })
  await scheduler.schedule({ id: 'twice', text: 'x' }, { at: '2027-10-31T02:30[Europe/Rome]' })
  const { posts } = await scheduler.preview({ from: startMs, to: Date.UTC(2028, 0) })
  expect(posts.map(({ notes }) => notes)).toEqual([
    [
      {
        code: 'gap',
        message: 'the clocks of Europe/Rome skip 2027-03-28T02:30:00: it goes out at 2027-03-28T03:30 Europe/Rome',
      },
    ],
    [
      {
        code: 'overlap',
        message: '2027-10-31T02:30:00 comes twice in Europe/Rome: the one that is 2027-10-31T00:30:00.000Z is meant',
      },
    ],
  ])
})

test('a pause, and nearness to others', async () => {
  const { scheduler } = await begin(undefined, { spacing: { minGapMs: 10 * minuteMs, perChannel: { blog: 0 } } }, [
    'blog',
  ])
  for (const [id, minutes] of [
    ['a', 10],
    ['b', 19],
    ['c', 29],
  ] as const)
    await scheduler.schedule({ id, text: id }, { at: at(minutes) })
  await scheduler.pause({ channel: 'blog', reason: 'a fire' })
  const { posts } = await scheduler.preview(day)
  expect(posts.map(({ channels }) => channels.shop?.notes)).toMatchObject([
    [],
    [{ code: 'too-near', postId: 'a', message: expect.stringContaining('540 s') }],
    [],
  ])
  for (const { channels } of posts)
    expect(channels.blog?.notes).toMatchObject([{ code: 'paused', message: expect.stringContaining('a fire') }])
  // One that went out before the range stands near as well.
  const { posts: later } = await scheduler.preview({ ...day, from: startMs + 15 * minuteMs })
  expect(later[0]?.channels.shop?.notes).toMatchObject([{ code: 'too-near', postId: 'a' }])
})

describe('limits', () => {
  const tight = {
    all: { ...source, per: 'account', windows: [{ budget: 30, windowMs: hourMs }], costs: { publishPost: 3 } },
  } as const

  test('these posts need until then, and these can’t go out at the time asked for', async () => {
    const { scheduler } = await begin(tight)
    for (let index = 0; index < 25; index += 1)
      await scheduler.schedule({ id: `n${index}`, text: `${index}` }, { at: at(10) })
    const { channels, posts } = await scheduler.preview(day)
    const [shop] = channels
    expect(shop).toMatchObject({
      postCount: 25,
      doneAt: startMs + 130 * minuteMs,
      doneAtLocalTime: '2026-11-30T15:10 Europe/Rome',
    })
    expect(shop?.late.length).toBe(15)
    expect(shop?.late.map(({ expectedAt }) => (expectedAt - startMs) / minuteMs)).toEqual([
      ...Array(10).fill(70),
      ...Array(5).fill(130),
    ])
    expect(posts.at(-1)?.channels.shop?.notes).toEqual([
      { code: 'limited', message: "the platform's limits let it out at 2026-11-30T15:10 Europe/Rome at the earliest" },
    ])
    // What goes out before the range takes from the same limits.
    await scheduler.schedule({ id: 'after', text: 'x' }, { at: at(60) })
    const { posts: later } = await scheduler.preview({ ...day, from: startMs + 30 * minuteMs })
    expect(later.map(({ id, channels: on }) => [id, ((on.shop?.expectedAt ?? 0) - startMs) / minuteMs])).toEqual([
      ['after', 130],
    ])
  })

  test('channels of one app share its limit; parts of threads, comments and media count', async () => {
    const shared = {
      posts: { ...source, per: 'app', windows: [{ budget: 4, windowMs: hourMs }], costs: { publishPost: 1 } },
      media: { ...source, per: 'account', windows: [{ budget: 1, windowMs: 2 * hourMs }], costs: { stagePost: 1 } },
    } as const
    const { scheduler } = await begin(shared, {}, ['blog'])
    await scheduler.schedule(
      { id: 'thread', text: 'One', thread: [{ text: 'Two' }], firstComment: 'Hi', channels: ['shop'] },
      { at: at(10) },
    )
    await scheduler.schedule({ id: 'blog', text: 'x', channels: ['blog'] }, { at: at(20) })
    await scheduler.schedule({ id: 'late', text: 'x', channels: ['blog'] }, { at: at(30) })
    const path = await makePicture()
    const media = [image(path, { alt: 'x' }), image(path, { alt: 'y' })]
    await scheduler.schedule({ id: 'pictures', text: 'x', media, channels: ['shop'] }, { at: at(200) })
    const { posts } = await scheduler.preview(day)
    const minutes = posts.map(({ id, channels }) =>
      Object.values(channels).map(({ expectedAt }) => [id, (expectedAt - startMs) / minuteMs]),
    )
    expect(minutes.flat()).toEqual([
      ['thread', 10],
      ['blog', 20],
      ['late', 70],
      ['pictures', 320],
    ])
  })

  test('an adapter that does not say what it takes is not guessed at', async () => {
    const { scheduler } = await begin({
      all: { ...source, per: 'account', windows: [{ budget: 1, windowMs: hourMs }] },
    })
    for (const id of ['a', 'b']) await scheduler.schedule({ id, text: id }, { at: at(10) })
    const { posts, channels } = await scheduler.preview(day)
    expect(channels).toMatchObject([{ areLimitsKnown: false, late: [], doneAt: startMs + 10 * minuteMs }])
    expect(posts.map(({ channels: on }) => on.shop?.notes)).toMatchObject([
      [{ code: 'limits-unknown' }],
      [{ code: 'limits-unknown' }],
    ])
  })
})

async function makePicture(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tutti-preview-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'a.png'), samplePng(1))
  return join(folder, 'a.png')
}
