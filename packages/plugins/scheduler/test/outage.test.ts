import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { unreachablePlatform } from './support/platforms.ts'
import { at, lastingStore, minuteMs, start, startMs } from './support/start.ts'

/** A post that is due after ten minutes, on a platform that is away until some minute. */
async function begin(awayUntilMinute: number, late?: 'skip') {
  const clock = virtualClock({ startMs })
  const { wrap, triedAt } = unreachablePlatform(clock, startMs + awayUntilMinute * minuteMs)
  const store = lastingStore()
  const started = await start({ clock, store, wrap })
  const told: unknown[] = []
  started.tutti.on('scheduler.delayed', ({ channel, nextTryAt }) =>
    told.push([channel, (nextTryAt - startMs) / minuteMs]),
  )
  started.tutti.on('scheduler.fired', ({ scheduled }) => told.push(scheduled.deliveries))
  started.tutti.on('scheduler.overdue', ({ overdue }) => told.push([overdue.reason, overdue.detail]))
  await started.tutti.scheduler.schedule({ id: 'bread', text: 'bread' }, { at: at(10), late: late && { policy: late } })
  const triedAfterMs = () => triedAt.map((time) => time - startMs - 10 * minuteMs)
  return { ...started, wrap, told, triedAfterMs }
}

test('a post that meets an outage goes out once, as soon as it is over', async () => {
  const { tutti, clock, texts, told } = await begin(12)
  await clock.advance(11.5 * minuteMs)
  expect(texts()).toEqual([])
  expect(await tutti.scheduler.get('bread')).toMatchObject({ state: 'firing' })
  expect(await tutti.scheduler.overdue()).toMatchObject([
    { reason: 'under-way', detail: 'shop: tried again, for it could not be sent: the platform can’t be reached' },
  ])
  await clock.advance(3 * minuteMs)
  expect(texts()).toEqual(['bread'])
  expect(await tutti.scheduler.get('bread')).toMatchObject({ state: 'fired', deliveries: { shop: 'published' } })
  expect(told[0]).toEqual(['shop', 10.25])
  expect(told.at(-1)).toEqual({ shop: 'published' })
  expect(await tutti.scheduler.overdue()).toEqual([])
})

test('not longer than it may be late, with pauses that grow; then it is overdue, and a person may retry', async () => {
  const { tutti, clock, texts, told, triedAfterMs } = await begin(60)
  await clock.advance(30 * minuteMs)
  expect(triedAfterMs().length).toBeLessThan(15)
  expect(triedAfterMs().at(-1)).toBe(15 * minuteMs)
  expect(await tutti.scheduler.get('bread')).toMatchObject({ state: 'fired', deliveries: { shop: 'not-sent' } })
  expect(told).toContainEqual({ shop: 'not-sent' })
  expect(await tutti.scheduler.overdue()).toMatchObject([{ reason: 'not-published', detail: 'shop: not-sent' }])
  await clock.advance(40 * minuteMs)
  expect(texts()).toEqual([])
  await tutti.scheduler.retry('bread')
  expect(texts()).toEqual(['bread'])
})

test('a post that may not be late is tried for a minute', async () => {
  const { clock, triedAfterMs } = await begin(60, 'skip')
  await clock.advance(60 * minuteMs)
  expect(Math.max(...triedAfterMs())).toBe(minuteMs)
})

test('another worker goes on with it', async () => {
  const { tutti, clock, texts, store, adapter } = await begin(14)
  await clock.advance(11 * minuteMs)
  await tutti.close()
  await clock.advance(2 * minuteMs)
  const other = await start({ clock, store, adapter })
  await clock.advance(5 * minuteMs)
  expect(texts()).toEqual(['bread'])
  expect(await other.tutti.scheduler.get('bread')).toMatchObject({ deliveries: { shop: 'published' } })
})
