import { definePlugin, pluginRef } from '@tutti/core'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { guardSchedule, type SeriesInput } from '../src/index.ts'
import { forWeeks, lastingStore, minuteMs, start, startMs } from './support/start.ts'

const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
// The start is Monday, 2026-11-30 at 13:00 on the wall of Rome.
const manager = { id: 'max', role: 'manager' } as const
const daily = { id: 'tips', post: { text: 'tip' }, rule: 'FREQ=DAILY', start: '2026-11-30T14:00' } as const

test('an occurrence is placed ahead of time, and published once', async () => {
  const { tutti, clock, texts, errors } = await start(forWeeks)
  await tutti.scheduler.series.create(daily)
  expect((await tutti.scheduler.list({ origin: 'series' })).map(({ id }) => id).slice(0, 2)).toEqual([
    'tips.2026-11-30T14:00:00',
    'tips.2026-12-01T14:00:00',
  ])
  expect(await tutti.scheduler.list()).toHaveLength(7)
  await clock.advance(hourMs - 1)
  expect(texts()).toEqual([])
  await clock.advance(1)
  expect(texts()).toEqual(['tip'])
  for (let day = 0; day < 10; day += 1) await clock.advance(dayMs)
  expect(texts()).toHaveLength(11)
  expect((await tutti.scheduler.list({ states: ['scheduled'] })).length).toBeGreaterThanOrEqual(6)
  expect(errors).toEqual([])
})

test('several posts take turns, or are shuffled the same way for everyone', async () => {
  const posts = ['a', 'b', 'c', 'd'].map((text) => ({ text }))
  const read = async (order: 'in-turn' | 'shuffle') => {
    const { tutti } = await start(forWeeks)
    const { id } = await tutti.scheduler.series.create({ ...daily, post: undefined, posts, order })
    const range = { from: startMs, to: startMs + 12 * dayMs }
    return (await tutti.scheduler.series.occurrences(id, range)).map(({ text }) => text).join('')
  }
  expect(await read('in-turn')).toBe('abcdabcdabcd')
  const shuffled = await read('shuffle')
  expect(await read('shuffle')).toBe(shuffled)
  for (let round = 0; round < 3; round += 1) {
    expect([...shuffled.slice(round * 4, round * 4 + 4)].sort().join('')).toBe('abcd')
  }
  expect(shuffled).not.toMatch(/(.)\1/)
})

test('two workers that place the same make one record each', async () => {
  const clock = virtualClock({ startMs })
  const store = lastingStore()
  const one = await start({ clock, store })
  const other = await start({ clock, store, adapter: one.adapter })
  await one.tutti.scheduler.series.create(daily)
  for (let day = 0; day < 9; day += 1) await clock.advance(dayMs)
  expect(one.texts()).toHaveLength(9)
  expect([...one.errors, ...other.errors]).toEqual([])
})

test.each([
  ['publish-within', 'fired', ['tip']],
  ['skip', 'missed', []],
  ['ask', 'waiting', []],
] as const)('what nobody placed in time follows its policy: %s', async (policy, state, published) => {
  const clock = virtualClock({ startMs })
  const store = lastingStore()
  const planner = await start({ clock, store, plugin: { work: false, placeAheadMs: minuteMs } })
  await planner.tutti.scheduler.series.create({
    ...daily,
    rule: 'FREQ=DAILY;COUNT=1',
    late: { policy, graceMs: hourMs },
  })
  await planner.tutti.close()
  await clock.advance(hourMs + 30 * minuteMs)
  const { tutti, texts } = await start({ clock, store })
  await clock.advance(2 * minuteMs)
  expect(texts()).toEqual(published)
  expect((await tutti.scheduler.list()).map((post) => post.state)).toEqual([state])
})

test('a change reaches what is placed and not published, and nothing else', async () => {
  const { tutti, clock, texts } = await start(forWeeks)
  await tutti.scheduler.series.create(daily)
  await clock.advance(hourMs)
  await tutti.scheduler.cancel('tips.2026-12-02T14:00:00')
  await tutti.scheduler.reschedule('tips.2026-12-03T14:00:00', { at: '2026-12-03T18:00[Europe/Rome]' })
  const changed = await tutti.scheduler.series.update('tips', { post: { text: 'new' }, rule: 'FREQ=DAILY;INTERVAL=2' })
  expect(changed).toMatchObject({ revision: 2, rule: 'FREQ=DAILY;INTERVAL=2' })
  const show = async () =>
    (await tutti.scheduler.list()).map(({ wallTime, state, post }) => `${wallTime.slice(8, 13)} ${state} ${post?.text}`)
  expect(await show()).toEqual([
    '30T14 fired tip',
    '01T14 cancelled tip',
    '02T14 cancelled tip',
    '03T18 cancelled tip',
    '04T14 scheduled new',
    '05T14 cancelled tip',
    '06T14 scheduled new',
  ])
  // What the series itself withdrew comes back, what a person cancelled does not.
  await tutti.scheduler.series.update('tips', { rule: 'FREQ=DAILY', start: '2026-11-30T14:00' })
  expect((await show()).slice(0, 5)).toEqual([
    '30T14 fired tip',
    '01T14 scheduled new',
    '02T14 cancelled tip',
    '03T18 scheduled new',
    '04T14 scheduled new',
  ])
  for (let day = 0; day < 5; day += 1) await clock.advance(dayMs)
  expect(texts()).toEqual(['tip', 'new', 'new', 'new', 'new'])
})

test('what a person has made of one occurrence outlives a change of the series', async () => {
  const { tutti } = await start(forWeeks)
  await tutti.scheduler.series.create({ ...daily, start: '2026-12-01T14:00' })
  await tutti.scheduler.approvals.revise('tips.2026-12-02T14:00:00', { text: 'a holiday' }, { by: manager })
  await tutti.scheduler.series.update('tips', { post: { text: 'new' }, start: '2026-12-01T14:00' })
  const texts = (await tutti.scheduler.list()).map(({ post, state }) => `${post?.text} ${state}`)
  expect(texts.slice(0, 3)).toEqual(['new scheduled', 'a holiday submitted', 'new scheduled'])
  await tutti.scheduler.series.update('tips', { timeZone: 'America/New_York' })
  expect(await tutti.scheduler.get('tips.2026-12-02T14:00:00')).toMatchObject({
    post: { text: 'a holiday' },
    timeZone: 'America/New_York',
  })
})

test('an approval outlives a change that leaves the content as it is, and no other', async () => {
  const { tutti, clock, texts } = await start({ plugin: { approval: 'required', sweepEveryMs: 5 * minuteMs } })
  await tutti.scheduler.series.create({ ...daily, start: '2026-12-01T14:00', rule: 'FREQ=DAILY;COUNT=3' })
  await tutti.scheduler.approvals.approve('tips.2026-12-01T14:00:00', { by: manager })
  await tutti.scheduler.series.skip('tips', '2026-12-02T14:00')
  const states = async () => (await tutti.scheduler.list()).map(({ state }) => state)
  expect(await states()).toEqual(['scheduled', 'cancelled', 'submitted'])
  await tutti.scheduler.series.update('tips', { exceptDates: [] })
  expect(await states()).toEqual(['scheduled', 'submitted', 'submitted'])
  await clock.advance(2 * dayMs)
  expect(texts()).toEqual(['tip'])
  await tutti.scheduler.series.update('tips', { post: { text: 'new' } })
  await tutti.scheduler.approvals.approve('tips.2026-12-03T14:00:00', { by: manager })
  await tutti.scheduler.series.update('tips', { post: { text: 'newer' } })
  expect(await tutti.scheduler.approvals.get('tips.2026-12-03T14:00:00')).toMatchObject({ state: 'submitted' })
  await clock.advance(2 * dayMs)
  expect(texts()).toEqual(['tip'])
})

test('another zone moves what is placed', async () => {
  const { tutti } = await start(forWeeks)
  await tutti.scheduler.series.create({ ...daily, start: '2026-12-01T14:00', rule: 'FREQ=DAILY;COUNT=2' })
  await tutti.scheduler.series.update('tips', { timeZone: 'America/New_York' })
  const found = await tutti.scheduler.list()
  expect(found.map(({ at, timeZone, state }) => [new Date(at).toISOString(), timeZone, state])).toEqual([
    ['2026-12-01T19:00:00.000Z', 'America/New_York', 'scheduled'],
    ['2026-12-02T19:00:00.000Z', 'America/New_York', 'scheduled'],
  ])
})

test('one occurrence is left out, and the series ends', async () => {
  const { tutti, clock, texts } = await start(forWeeks)
  await tutti.scheduler.series.create(daily)
  await tutti.scheduler.series.skip('tips', '2026-11-30T14:00')
  await expect(tutti.scheduler.series.skip('tips', '2026-11-30T15:00')).rejects.toMatchObject({
    code: 'schedule-not-found',
    path: 'occurrence',
  })
  await clock.advance(dayMs + hourMs)
  expect(texts()).toEqual(['tip'])
  expect(await tutti.scheduler.series.end('tips')).toMatchObject({ state: 'ended' })
  await clock.advance(5 * dayMs)
  expect(texts()).toEqual(['tip'])
  expect(await tutti.scheduler.list({ states: ['scheduled'] })).toEqual([])
  await expect(tutti.scheduler.series.update('tips', { approval: true })).rejects.toMatchObject({
    code: 'schedule-not-found',
  })
})

test('who made, changed and ended a series stands in the audit log', async () => {
  const { tutti } = await start(forWeeks)
  const { series, approvals } = tutti.scheduler
  await series.create({ ...daily, by: 'wanda' })
  await series.update('tips', { rule: 'FREQ=DAILY;COUNT=5', by: 'max' })
  await series.skip('tips', '2026-11-30T14:00', { by: 'wanda' })
  await series.end('tips', { by: 'carl' })
  const log = (await approvals.auditLog()).filter(({ detail }) => detail?.startsWith('series'))
  expect(log.map(({ action, by, detail }) => [action, by, detail])).toEqual([
    ['series-create', 'wanda', 'series tips: FREQ=DAILY from 2026-11-30T14:00'],
    ['series-update', 'max', 'series tips: rule'],
    ['series-skip', 'wanda', 'series tips: 2026-11-30T14:00:00'],
    ['series-end', 'carl', 'series tips'],
  ])
})

test('approval makes drafts', async () => {
  const { tutti, clock, texts } = await start(forWeeks)
  await tutti.scheduler.series.create({ ...daily, approval: true })
  expect((await tutti.scheduler.list())[0]).toMatchObject({ state: 'draft' })
  await clock.advance(2 * hourMs)
  expect(texts()).toEqual([])
  expect((await tutti.scheduler.overdue()).map(({ scheduled }) => scheduled.id)).toEqual(['tips.2026-11-30T14:00:00'])
})

test('an occurrence that a guard refuses is told once, and shown', async () => {
  const isTuesday = (at: number) => new Date(at).getUTCDay() === 2
  const calm = definePlugin({
    ref: pluginRef<object>()('calm'),
    hooks: [guardSchedule.use(({ at }) => (isTuesday(at) ? { deny: 'not on Tuesdays' } : undefined))],
    setup: () => ({}),
  })
  const { tutti, clock } = await start({ plugins: [calm] })
  const failed: unknown[] = []
  tutti.on('scheduler.occurrence-failed', ({ seriesId, failure }) => void failed.push([seriesId, failure.occurrence]))
  await tutti.scheduler.series.create(daily)
  expect(failed).toEqual([['tips', '2026-12-01T14:00:00']])
  expect((await tutti.scheduler.series.get('tips')).failures).toMatchObject([
    { occurrence: '2026-12-01T14:00:00', code: 'guard-denied', message: 'not on Tuesdays' },
  ])
  await clock.advance(hourMs)
  expect(failed).toHaveLength(1)
})

test('the calendar shows what is placed and what is foreseen, each once', async () => {
  const { tutti } = await start(forWeeks)
  await tutti.scheduler.series.create(daily)
  const days = await tutti.scheduler.calendar({ from: startMs, to: startMs + 10 * dayMs })
  expect(
    days.map(({ entries }) => entries.map((entry) => ('post' in entry ? 'post' : entry.foreseen.text)).join()),
  ).toEqual([...Array(7).fill('post'), ...Array(3).fill('tip')])
})

test.each<[string, Record<string, unknown>, string, string]>([
  ['no content', { post: undefined }, 'invalid-input', 'series'],
  ['content twice', { posts: [{ text: 'x' }] }, 'invalid-input', 'series'],
  ['a Blob', { post: { text: 'x', media: [{ source: new Blob(['x']) }] } }, 'invalid-input', 'series.posts[0]'],
  ['a start with a zone', { start: '2026-12-01T09:00[Europe/Rome]' }, 'invalid-input', 'series.start'],
  ['a day that is none', { start: '2026-02-30T09:00' }, 'invalid-input', 'series.start'],
  ['an unknown zone', { timeZone: 'Mars' }, 'invalid-input', 'series.timeZone'],
  ['an unknown member', { rrule: 'x' }, 'invalid-input', 'series.rrule'],
  ['a rule that never occurs', { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'recurrence-invalid', 'rule'],
  ['a text that is too long', { post: { text: 'x'.repeat(10_000) } }, 'invalid-input', 'text'],
])('%s is refused before anything is stored', async (_what, change, code, path) => {
  const { tutti } = await start(forWeeks)
  await expect(tutti.scheduler.series.create({ ...daily, ...change } as unknown as SeriesInput)).rejects.toMatchObject({
    code,
    path,
  })
  expect(await tutti.scheduler.series.list()).toEqual([])
  expect(await tutti.scheduler.list()).toEqual([])
})
