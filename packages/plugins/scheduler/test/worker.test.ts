import { definePlugin, pluginRef } from '@tutti/core'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { guardLate } from '../src/index.ts'
import { limitedPlatform, slowPlatform } from './support/platforms.ts'
import { at, forWeeks, minuteMs, start, startMs } from './support/start.ts'

const only = (channel: string) => [channel as 'shop']

test('a slow channel keeps its own posts waiting, and nobody else’s', async () => {
  const clock = virtualClock({ startMs })
  const { wrap, peak } = slowPlatform(clock, { shop: 30_000 })
  const { tutti, texts } = await start({ clock, wrap, channels: ['blog'] })
  // The slow ones come first in the queue.
  for (let index = 0; index < 60; index += 1) {
    await tutti.scheduler.schedule({ id: `a${index}`, text: `slow ${index}`, channels: only('shop') }, { at: at(10) })
  }
  for (let index = 0; index < 60; index += 1) {
    await tutti.scheduler.schedule({ id: `b${index}`, text: `fast ${index}`, channels: only('blog') }, { at: at(10) })
  }
  await clock.advance(10 * minuteMs + 1000)
  expect(texts().filter((text) => text.startsWith('fast'))).toHaveLength(60)
  await clock.advance(60 * minuteMs)
  const slow = texts().filter((text) => text.startsWith('slow'))
  expect(new Set(slow).size).toBe(60)
  expect(slow).toHaveLength(60)
  expect(peak.get('shop')).toBeLessThanOrEqual(5)
  expect(await tutti.scheduler.list({ states: ['fired'] })).toHaveLength(120)
})

test('a channel whose limit is used up takes as many as it may, oldest first, and others go on', async () => {
  const clock = virtualClock({ startMs })
  const { wrap, refused } = limitedPlatform(clock, 'shop', 10, 5 * minuteMs)
  const { tutti, texts } = await start({ clock, wrap, channels: ['blog'] })
  for (let index = 0; index < 40; index += 1) {
    const id = `a${String(index).padStart(2, '0')}`
    await tutti.scheduler.schedule({ id, text: `limited ${index}`, channels: only('shop') }, { at: at(10) })
  }
  await tutti.scheduler.schedule({ id: 'b', text: 'free', channels: only('blog') }, { at: at(10) })
  await clock.advance(10 * minuteMs + 1000)
  expect(texts()).toContain('free')
  await clock.advance(40 * minuteMs)
  const limited = texts().filter((text) => text.startsWith('limited'))
  expect(limited).toHaveLength(40)
  expect(new Set(limited).size).toBe(40)
  // Nobody ran against the limit more than a few at a time.
  expect(refused()).toBeLessThan(30)
  expect(await tutti.scheduler.overdue()).toEqual([])
  expect(new Set((await tutti.scheduler.list()).map(({ deliveries }) => Object.values(deliveries ?? {})[0]))).toEqual(
    new Set(['published']),
  )
})

test('a post to several channels goes to each when it can, and is told once', async () => {
  const clock = virtualClock({ startMs })
  const { wrap } = slowPlatform(clock, { shop: 90_000 })
  const { tutti, texts } = await start({ clock, wrap, channels: ['blog'] })
  const fired: unknown[] = []
  tutti.on('scheduler.fired', ({ scheduled }) => fired.push(scheduled.deliveries))
  const { id } = await tutti.scheduler.schedule({ text: 'x' }, { at: at(10) })
  await clock.advance(10 * minuteMs + 1000)
  expect(texts()).toEqual(['x'])
  expect(await tutti.scheduler.get(id)).toMatchObject({ state: 'firing', deliveries: { blog: 'published' } })
  await clock.advance(2 * minuteMs)
  expect(texts()).toEqual(['x', 'x'])
  expect(fired).toEqual([{ blog: 'published', shop: 'published' }])
})

test('what comes late after an outage goes out one by one, oldest first, never later than its grace', async () => {
  const first = await start({ channels: ['blog'] })
  for (let index = 0; index < 6; index += 1) {
    await first.tutti.scheduler.schedule(
      { id: `p${index}`, text: `${index}`, channels: only('shop') },
      { at: at(10 + index) },
    )
  }
  await first.tutti.scheduler.schedule({ id: 'other', text: 'other', channels: only('blog') }, { at: at(10) })
  await first.tutti.close()
  await first.clock.advance(20 * minuteMs)
  const late = { spacingMs: 4 * minuteMs }
  const second = await start({ ...first, channels: ['blog'], plugin: { late } })
  await first.clock.advance(1000)
  // At once, on each channel.
  expect(first.texts().sort()).toEqual(['0', 'other'])
  await first.clock.advance(4 * minuteMs)
  expect(first.texts().slice(2)).toEqual(['1'])
  await first.clock.advance(60 * minuteMs)
  expect(first.texts().slice(2)).toEqual(['1', '3'])
  // Their turn would have come more than 15 minutes late; what is younger takes it.
  const missed = await second.tutti.scheduler.list({ states: ['missed'] })
  expect(missed.map(({ id, reason }) => [id, reason])).toEqual([
    ['p2', expect.stringContaining('its turn came too late')],
    ['p4', expect.stringContaining('its turn came too late')],
    ['p5', expect.stringContaining('its turn came too late')],
  ])
})

test('an app can say that what is late is out of date', async () => {
  const stale = definePlugin({
    ref: pluginRef<object>()('stale'),
    hooks: [
      guardLate.use(({ scheduled, lateMs }) => {
        const { text } = Object.values(scheduled.preview.channels)[0]?.parts[0] ?? { text: '' }
        return text.includes('today') ? { deny: `${text} is ${lateMs / minuteMs} minutes old` } : undefined
      }),
    ],
    setup: () => ({}),
  })
  const first = await start()
  await first.tutti.scheduler.schedule({ id: 'today', text: 'only today' }, { at: at(10) })
  await first.tutti.scheduler.schedule(
    { id: 'asked', text: 'today!' },
    { at: at(13), late: { policy: 'publish-within' } },
  )
  await first.tutti.scheduler.schedule({ id: 'ever', text: 'for ever' }, { at: at(10) })
  await first.tutti.close()
  await first.clock.advance(15 * minuteMs)
  const { tutti } = await start({ ...first, plugins: [stale] })
  await first.clock.advance(minuteMs)
  expect(first.texts()).toEqual(['for ever'])
  expect(await tutti.scheduler.get('today')).toMatchObject({ state: 'missed', reason: 'only today is 5 minutes old' })
})

test('a clock that is set back makes nothing early; one that jumps ahead is noticed by the sweep', async () => {
  const inner = virtualClock({ startMs })
  let shiftMs = 0
  const clock = { ...inner, now: () => inner.now() + shiftMs, pendingCount: 0, nextAt: undefined }
  const { tutti, texts } = await start({ clock })
  await tutti.scheduler.schedule({ text: 'x' }, { at: at(10) })
  await inner.advance(9 * minuteMs + 50_000)
  shiftMs = -5 * minuteMs
  await inner.advance(5 * minuteMs)
  expect(texts()).toEqual([])
  await inner.advance(10_000)
  expect(texts()).toEqual(['x'])

  await tutti.scheduler.schedule({ text: 'y' }, { at: at(60) })
  shiftMs += 50 * minuteMs
  await inner.advance(15_000)
  expect(texts()).toEqual(['x', 'y'])
})

test('months ahead: no timer waits for it, and it is on time', async () => {
  const { tutti, clock, texts } = await start(forWeeks)
  const waiting = clock.pendingCount
  const far = 30 * 24 * 60
  await Promise.all(Array.from({ length: 50 }, (_, i) => tutti.scheduler.schedule({ text: `${i}` }, { at: at(far) })))
  expect(clock.pendingCount).toBeLessThanOrEqual(waiting + 1)
  await clock.advance(far * minuteMs - 1)
  expect(texts()).toEqual([])
  await clock.advance(1)
  expect(texts()).toHaveLength(50)
})

test('several workers on one store publish each post once', async () => {
  const first = await start()
  for (let index = 0; index < 3; index += 1) await start(first)
  for (let index = 0; index < 150; index += 1)
    await first.tutti.scheduler.schedule({ text: `${index}` }, { at: at(10) })
  await first.clock.advance(12 * minuteMs)
  expect(new Set(first.texts()).size).toBe(150)
  expect(first.texts()).toHaveLength(150)
})

test('a client that only plans publishes nothing until it is told to work, and stops when it is told', async () => {
  const { tutti, clock, texts } = await start({ plugin: { work: false } })
  const overdue: unknown[] = []
  const stalled: unknown[] = []
  tutti.on('scheduler.overdue', ({ overdue: { scheduled, reason } }) => overdue.push([scheduled.id, reason]))
  tutti.on('scheduler.stalled', ({ oldestDueAt }) => stalled.push(oldestDueAt))
  await tutti.scheduler.schedule({ id: 'one', text: 'one' }, { at: at(10) })
  await clock.advance(15 * minuteMs)
  expect(texts()).toEqual([])
  // Told once each, however long it lasts.
  expect(overdue).toEqual([['one', 'not-claimed']])
  expect(stalled).toEqual([startMs + 10 * minuteMs])
  expect(await tutti.scheduler.health()).toEqual({
    workers: [],
    unclaimed: { count: 1, oldestDueAt: startMs + 10 * minuteMs },
    isStalled: true,
  })

  const stop = new AbortController()
  let isOver = false
  const run = tutti.scheduler.run({ signal: stop.signal }).then(() => {
    isOver = true
  })
  await clock.advance(1000)
  expect(texts()).toEqual(['one'])
  expect(await tutti.scheduler.overdue()).toEqual([])
  const { workers, isStalled } = await tutti.scheduler.health()
  expect(isStalled).toBe(false)
  expect(workers).toEqual([
    {
      id: expect.any(String),
      since: startMs + 15 * minuteMs,
      lastBeatAt: expect.any(Number),
      version: expect.stringMatching(/^\d+\./),
      isAlive: true,
    },
  ])
  await clock.advance(minuteMs)
  expect((await tutti.scheduler.health()).workers[0]).toMatchObject({
    lastBeatAt: clock.now() - 1000,
    lastClaimAt: clock.now() - 16_000,
    lastWorkAt: startMs + 15 * minuteMs,
  })
  expect(isOver).toBe(false)
  stop.abort()
  await run
  await tutti.scheduler.schedule({ text: 'two' }, { at: at(20) })
  await clock.advance(10 * minuteMs)
  expect(texts()).toEqual(['one'])
  expect((await tutti.scheduler.health()).workers).toEqual([])
})

test('a worker that stops finishes what is under way and claims nothing new', async () => {
  const clock = virtualClock({ startMs })
  const { wrap } = slowPlatform(clock, { shop: 20_000 })
  const { tutti, texts, store } = await start({ clock, wrap, plugin: { work: false } })
  for (let index = 0; index < 20; index += 1)
    await tutti.scheduler.schedule({ id: `p${index}`, text: `${index}` }, { at: at(10) })
  const stop = new AbortController()
  const run = tutti.scheduler.run({ signal: stop.signal })
  await clock.advance(10 * minuteMs + 5000)
  expect(texts()).toEqual([])
  stop.abort()
  await clock.advance(20_000)
  await run
  expect(texts()).toHaveLength(5)
  expect(await tutti.scheduler.list({ states: ['fired'] })).toHaveLength(5)
  await clock.advance(10 * minuteMs)
  expect(texts()).toHaveLength(5)
  // Nothing is lost: the next worker takes the rest.
  await start({ clock, store })
  await clock.advance(10 * minuteMs)
  expect(await tutti.scheduler.list({ states: ['fired'] })).toHaveLength(20)
})

test('every attempt can be read, and only what is definite is tried again', async () => {
  const { tutti, clock, adapter, texts } = await start({ channels: ['blog'] })
  const { RejectedError, TransportError } = await import('@tutti/core')
  adapter.ledger.failNext('publishPost', new RejectedError({ code: 'rejected', message: 'no', outcome: 'rejected' }))
  const { id } = await tutti.scheduler.schedule({ text: 'x', channels: only('shop') }, { at: at(10) })
  expect(await tutti.scheduler.attempts(id)).toEqual([])
  await expect(tutti.scheduler.retry(id)).rejects.toMatchObject({ code: 'invalid-input', path: 'id' })
  const overdue: unknown[] = []
  tutti.on('scheduler.overdue', ({ overdue: { reason, detail } }) => overdue.push([reason, detail]))
  await clock.advance(12 * minuteMs)
  expect(await tutti.scheduler.get(id)).toMatchObject({ state: 'fired', deliveries: { shop: 'rejected' } })
  expect(overdue).toEqual([['not-published', 'shop: rejected']])
  expect(await tutti.scheduler.attempts(id)).toMatchObject([
    {
      channel: 'shop',
      state: 'rejected',
      attempts: [{ action: 'publish', outcome: 'rejected', error: { code: 'rejected' } }],
    },
  ])
  expect(await tutti.scheduler.retry(id, { channel: 'shop' })).toMatchObject({ deliveries: { shop: 'published' } })
  expect(texts()).toEqual(['x'])
  expect(await tutti.scheduler.overdue()).toEqual([])
  await expect(tutti.scheduler.retry(id)).rejects.toMatchObject({ code: 'invalid-input' })

  const lost = new TransportError({ code: 'connection-lost', message: 'gone', outcome: 'unknown' })
  adapter.ledger.failNext('publishPost', lost)
  adapter.ledger.failNext('findPost', lost)
  const other = await tutti.scheduler.schedule({ text: 'y', channels: only('shop') }, { at: at(20) })
  await clock.advance(8 * minuteMs)
  await expect(tutti.scheduler.retry(other.id)).rejects.toMatchObject({ code: 'needs-decision', channel: 'shop' })
  expect(texts()).toEqual(['x'])
})

test('a thousand posts under way hide nothing that falls due after them', async () => {
  const { tutti, clock, store, adapter } = await start()
  const { due } = store.scope('default', 'scheduler')
  await tutti.scheduler.schedule(
    { text: 'x', channels: only('shop') },
    { at: new Date(startMs + 10 * minuteMs + 7_000).toISOString() },
  )
  for (let index = 0; index < 1_200; index += 1) await due.add('posts', `busy ${index}`, startMs)
  // Another worker has them, and keeps them.
  await due.claim('posts', { now: startMs, leaseMs: 60 * minuteMs, limit: 1_200 })
  await clock.advance(11 * minuteMs)
  const lateMs = (adapter.ledger.posts[0]?.createdAt ?? 0) - (startMs + 10 * minuteMs + 7_000)
  expect(lateMs).toBeLessThanOrEqual(1_000)
})
