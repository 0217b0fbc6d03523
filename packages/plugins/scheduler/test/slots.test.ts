import { expect, test } from 'vitest'
import { lastingStore, minuteMs, start, startMs } from './support/start.ts'

const dayMs = 24 * 60 * minuteMs
// The start is Monday, 2026-11-30 at 13:00 on the wall of Rome.
const week = { slots: ['fri 18:00', 'mon 09:00', 'wed 12:30'] }
const walls = (posts: readonly { readonly wallTime: string }[]) => posts.map(({ wallTime }) => wallTime.slice(5, 16))

test('the next free slot, one after another', async () => {
  const { tutti, clock, texts } = await start()
  expect(await tutti.scheduler.slots.set('shop', week)).toEqual([
    { channel: 'shop', timeZone: 'Europe/Rome', slots: ['mon 09:00', 'wed 12:30', 'fri 18:00'], minGapMs: 0 },
  ])
  expect(walls([await tutti.scheduler.slots.next('shop')])).toEqual(['12-02T12:30'])
  const placed = []
  for (const text of ['a', 'b', 'c', 'd']) placed.push(...(await tutti.scheduler.slots.add({ text })))
  expect(walls(placed)).toEqual(['12-02T12:30', '12-04T18:00', '12-07T09:00', '12-09T12:30'])
  await tutti.scheduler.cancel(placed[1]?.id ?? '')
  expect(walls(await tutti.scheduler.slots.add({ text: 'e' }))).toEqual(['12-04T18:00'])
  await clock.advance(7 * dayMs)
  expect(texts()).toEqual(['a', 'e', 'c'])
  expect(await tutti.scheduler.slots.remove('shop')).toBe(true)
  await expect(tutti.scheduler.slots.add({ text: 'f' })).rejects.toMatchObject({
    code: 'invalid-input',
    path: 'channel',
  })
})

test('what stands in the calendar takes a slot, and what is too near as well', async () => {
  const { tutti } = await start()
  await tutti.scheduler.slots.set('shop', week)
  await tutti.scheduler.schedule({ text: 'x' }, { at: '2026-12-02T12:30[Europe/Rome]' })
  await tutti.scheduler.schedule({ text: 'x' }, { at: '2026-12-04T17:00[Europe/Rome]' })
  expect(walls([await tutti.scheduler.slots.next('shop')])).toEqual(['12-04T18:00'])
  await tutti.scheduler.slots.set('shop', { ...week, minGapMs: 60 * minuteMs })
  expect(walls([await tutti.scheduler.slots.next('shop')])).toEqual(['12-04T18:00'])
  await tutti.scheduler.slots.set('shop', { ...week, minGapMs: 60 * minuteMs + 1 })
  expect(walls([await tutti.scheduler.slots.next('shop')])).toEqual(['12-07T09:00'])
})

test('of twenty at once, in two processes, each gets a slot of its own', async () => {
  const store = lastingStore()
  const one = await start({ store })
  const other = await start({ store, clock: one.clock })
  await one.tutti.scheduler.slots.set('shop', week)
  const added = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : other).tutti.scheduler.slots.add({ text: `${index}` }),
    ),
  )
  const times = added.flat().map(({ at }) => at)
  expect(new Set(times).size).toBe(20)
  // No slot is left out: twenty slots of three a week end in the seventh week.
  expect(Math.max(...times)).toBeLessThan(startMs + 7 * 7 * dayMs)
})

test('each channel has its own slots', async () => {
  const { tutti } = await start({ channels: ['blog'] })
  await tutti.scheduler.slots.set('shop', week)
  await expect(tutti.scheduler.slots.add({ id: 'both', text: 'x' })).rejects.toMatchObject({ path: 'channel' })
  expect(await tutti.scheduler.list()).toEqual([])
  await tutti.scheduler.slots.set('blog', { slots: ['tue 08:00'], timeZone: 'America/New_York' })
  const placed = await tutti.scheduler.slots.add({ id: 'both', text: 'x' })
  expect(placed.map(({ id, preview }) => [id, ...Object.keys(preview.channels)])).toEqual([
    ['both.shop', 'shop'],
    ['both.blog', 'blog'],
  ])
})

test('an evergreen post comes again, not sooner than it may, and stops when it is cancelled', async () => {
  const { tutti, clock, texts, errors } = await start()
  await tutti.scheduler.slots.set('shop', week)
  await tutti.scheduler.slots.add({ id: 'green', text: 'green' }, { evergreen: { minAgeMs: 6 * dayMs } })
  await clock.advance(3 * dayMs)
  expect(texts()).toEqual(['green'])
  const [, again] = await tutti.scheduler.list()
  expect(again).toMatchObject({ id: 'green.2', state: 'scheduled', origin: { kind: 'requeue', id: 'green' } })
  expect(walls(again ? [again] : [])).toEqual(['12-09T12:30'])
  await clock.advance(7 * dayMs)
  expect(texts()).toEqual(['green', 'green'])
  await tutti.scheduler.cancel('green.3')
  await clock.advance(20 * dayMs)
  expect(texts()).toEqual(['green', 'green'])
  expect(errors).toEqual([])
})

test('an evergreen post whose slots are gone is told of each hour, and goes on when there are some', async () => {
  const { tutti, clock, texts, errors } = await start()
  await tutti.scheduler.slots.set('shop', week)
  await tutti.scheduler.slots.add({ id: 'green', text: 'green' }, { evergreen: { minAgeMs: dayMs } })
  await tutti.scheduler.slots.remove('shop')
  // It is due after 47.5 hours, and may come again a day later.
  await clock.advance(5 * dayMs)
  expect(texts()).toEqual(['green'])
  expect(errors.length).toBeGreaterThan(0)
  expect(errors.length).toBeLessThanOrEqual(73)
  await tutti.scheduler.slots.set('shop', week)
  await clock.advance(8 * dayMs)
  expect(texts().length).toBeGreaterThan(1)
})

test.each([
  ['no slots', 'shop', { slots: [] }, 'slots.slots'],
  ['a day that is none', 'shop', { slots: ['monday 9:00'] }, 'slots.slots[0]'],
  ['an unknown zone', 'shop', { ...week, timeZone: 'Mars' }, 'slots.timeZone'],
  ['an unknown member', 'shop', { ...week, gap: 1 }, 'slots.gap'],
])('%s is refused', async (_what, channel, input, path) => {
  const { tutti } = await start()
  await expect(tutti.scheduler.slots.set(channel, input)).rejects.toMatchObject({ code: 'invalid-input', path })
  expect(await tutti.scheduler.slots.list()).toEqual([])
})

test('a channel that the client lacks has no slots', async () => {
  const { tutti } = await start()
  await expect(tutti.scheduler.slots.set('nowhere', week)).rejects.toMatchObject({ code: 'unknown-channel' })
})
