import { expect, test } from 'vitest'
import { createBatches } from '../src/calendar/batches.ts'
import { createRecords } from '../src/calendar/records.ts'
import { at, lastingStore, minuteMs, start, startMs } from './support/start.ts'

const ids = (posts: readonly { readonly id: string }[]) => posts.map(({ id }) => id)

test('another time: later, earlier, and it goes out once, at the last of them', async () => {
  const { tutti, clock, texts } = await start()
  const moved: unknown[] = []
  tutti.on('scheduler.moved', ({ scheduled, previousAt, why }) => moved.push([scheduled.at, previousAt, why]))
  const { id } = await tutti.scheduler.schedule({ text: 'x' }, { at: at(10) })
  await tutti.scheduler.reschedule(id, { at: at(30), by: 'ada' })
  const last = await tutti.scheduler.reschedule(id, { at: at(20) })
  expect(last).toMatchObject({ state: 'scheduled', at: startMs + 20 * minuteMs })
  expect(last.history?.map(({ action, by, from, to }) => [action, by, from, to])).toEqual([
    ['schedule', undefined, undefined, 'scheduled'],
    ['reschedule', 'ada', 'scheduled', 'scheduled'],
    ['reschedule', undefined, 'scheduled', 'scheduled'],
  ])
  expect(moved).toEqual([
    [startMs + 30 * minuteMs, startMs + 10 * minuteMs, 'rescheduled'],
    [startMs + 20 * minuteMs, startMs + 30 * minuteMs, 'rescheduled'],
  ])
  expect(ids(await tutti.scheduler.list())).toEqual([id])
  await clock.advance(20 * minuteMs - 1)
  expect(texts()).toEqual([])
  await clock.advance(1)
  expect(texts()).toEqual(['x'])
  await clock.advance(60 * minuteMs)
  expect(texts()).toEqual(['x'])
  await expect(tutti.scheduler.reschedule(id, { at: at(200) })).rejects.toMatchObject({ code: 'schedule-not-found' })
})

test('a time that has passed, or without a zone, leaves the old one as it is', async () => {
  const { tutti, clock, texts } = await start()
  const { id } = await tutti.scheduler.schedule({ text: 'x' }, { at: at(10) })
  await expect(tutti.scheduler.reschedule(id, { at: at(-1) })).rejects.toMatchObject({ code: 'schedule-in-past' })
  await expect(tutti.scheduler.reschedule(id, { at: '2026-12-01T09:00' })).rejects.toMatchObject({
    code: 'schedule-zone-missing',
  })
  await clock.advance(10 * minuteMs)
  expect(texts()).toEqual(['x'])
})

test('the second of two equal wall times stays the second', async () => {
  const { tutti } = await start()
  // The clocks of Rome go back at 03:00: half past two comes twice.
  const second = await tutti.scheduler.schedule({ text: 'x' }, { at: '2027-10-31T02:30+01:00[Europe/Rome]' })
  expect(second).toMatchObject({ at: Date.UTC(2027, 9, 31, 1, 30), disambiguation: 'later' })
})

test('filters hold together', async () => {
  const { tutti } = await start({ channels: ['blog'] })
  await tutti.scheduler.schedule({ id: 'a', text: 'a', channels: ['shop'] }, { at: at(10) })
  await tutti.scheduler.schedule({ id: 'b', text: 'b', channels: ['blog' as 'shop'] }, { at: at(20) })
  const labels = { campaign: 'spring' }
  await tutti.scheduler.schedule({ id: 'c', text: 'c', labels }, { at: at(30) })
  await tutti.scheduler.cancel('a')
  const list = async (filter: object) => ids(await tutti.scheduler.list(filter))
  expect(await list({ channel: 'shop' })).toEqual(['a', 'c'])
  expect(await list({ channel: 'shop', states: ['scheduled'] })).toEqual(['c'])
  expect(await list({ campaign: 'spring' })).toEqual(['c'])
  expect(await list({ origin: 'series' })).toEqual([])
  expect(await list({ from: startMs + 10 * minuteMs, to: startMs + 30 * minuteMs })).toEqual(['a', 'b'])
  await expect(list({ chanel: 'shop' })).rejects.toMatchObject({ code: 'invalid-input', path: 'filter.chanel' })
})

test('the calendar shows days on the wall that was asked for', async () => {
  const { tutti } = await start()
  await tutti.scheduler.schedule({ id: 'late', text: 'x' }, { at: '2026-12-01T23:30[Europe/Rome]' })
  await tutti.scheduler.schedule({ id: 'early', text: 'x' }, { at: '2026-12-01T07:00[Europe/Rome]' })
  const range = { from: startMs, to: startMs + 7 * 24 * 60 * minuteMs }
  const show = async (timeZone?: string) =>
    (await tutti.scheduler.calendar({ ...range, timeZone })).map(({ date, entries }) => [
      date,
      ...entries.map((entry) => `${entry.time} ${'post' in entry ? entry.post.id : ''}`),
    ])
  expect(await show()).toEqual([['2026-12-01', '07:00 early', '23:30 late']])
  expect(await show('Asia/Kathmandu')).toEqual([
    ['2026-12-01', '11:45 early'],
    ['2026-12-02', '04:15 late'],
  ])
  await expect(tutti.scheduler.calendar({ ...range, timeZone: 'Mars' })).rejects.toMatchObject({
    path: 'range.timeZone',
  })
})

test('reading a week reads that week, however much there is', async () => {
  const store = lastingStore()
  const scope = store.scope('default', 'scheduler')
  let reads = 0
  const get = scope.documents.get.bind(scope.documents)
  scope.documents.get = (collection, id) => {
    if (collection === 'posts') reads += 1
    return get(collection, id)
  }
  const { tutti } = await start({ store })
  for (let day = 1; day <= 60; day += 1) await tutti.scheduler.schedule({ text: `${day}` }, { at: at(day * 24 * 60) })
  reads = 0
  const week = { from: startMs + 10 * 24 * 60 * minuteMs, to: startMs + 17 * 24 * 60 * minuteMs }
  expect(await tutti.scheduler.list(week)).toHaveLength(7)
  expect(reads).toBe(7)
})

test('two who schedule one id at once: one wins, and its time counts', async () => {
  const { tutti, clock, texts } = await start()
  const outcomes = await Promise.allSettled([
    tutti.scheduler.schedule({ id: 'monday', text: 'x' }, { at: at(10) }),
    tutti.scheduler.schedule({ id: 'monday', text: 'x' }, { at: at(30) }),
  ])
  const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  expect(won).toHaveLength(1)
  expect((await tutti.scheduler.list()).map(({ at: when }) => when)).toEqual([won[0]?.at])
  await clock.advance((won[0]?.at ?? 0) - clock.now() - 1)
  expect(texts()).toEqual([])
  await clock.advance(1)
  expect(texts()).toEqual(['x'])
})

test('two who move one post at once: one gets a typed error, and index, entry and record agree', async () => {
  const { tutti, clock, store, texts } = await start()
  const { id } = await tutti.scheduler.schedule({ text: 'x' }, { at: at(10) })
  const outcomes = await Promise.allSettled([
    tutti.scheduler.reschedule(id, { at: at(20) }),
    tutti.scheduler.reschedule(id, { at: at(30) }),
    tutti.scheduler.cancel(id),
  ])
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'schedule-not-found' })
  const [listed, ...others] = await tutti.scheduler.list()
  expect(others).toEqual([])
  const { due } = store.scope('default', 'scheduler')
  const entries = await due.list('posts')
  expect(entries.map(({ dueAt }) => dueAt)).toEqual(listed?.state === 'scheduled' ? [listed.at] : [])
  await clock.advance(60 * minuteMs)
  expect(texts()).toEqual(listed?.state === 'scheduled' ? ['x'] : [])
})

test('records without a time are found, and get one', async () => {
  const store = lastingStore()
  const scope = store.scope('default', 'scheduler')
  const records = createRecords(
    scope,
    () => 0,
    createBatches(scope, () => 0),
  )
  const preview = { postId: 'draft', channels: {} }
  const late = { policy: 'skip', graceMs: 0 } as const
  await records.create({ id: 'draft', state: 'draft', disambiguation: 'compatible', late, preview })
  const found = []
  for await (const { record } of records.withoutTime()) found.push(record.id)
  expect(found).toEqual(['draft'])
  const { tutti } = await start({ store })
  expect(await tutti.scheduler.list()).toEqual([])
  await expect(tutti.scheduler.get('draft')).rejects.toMatchObject({ code: 'schedule-not-found' })
  expect(await tutti.scheduler.reschedule('draft', { at: at(10) })).toMatchObject({ state: 'draft' })
  for await (const { record } of records.withoutTime()) throw new Error(`${record.id} has a time`)
  expect(ids(await tutti.scheduler.list())).toEqual(['draft'])
})
