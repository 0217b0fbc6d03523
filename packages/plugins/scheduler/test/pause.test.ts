import { virtualClock } from '@tutti/testing'
import { describe, expect, test } from 'vitest'
import { slowPlatform } from './support/platforms.ts'
import { at, lastingStore, minuteMs, start, startMs } from './support/start.ts'

const only = (channel: string) => [channel as 'shop']
const everything = { everything: true, reason: 'a crisis' } as const

test('everything: nothing goes out, whoever paused it; afterwards what is not too late does', async () => {
  const first = await start()
  const second = await start(first)
  const events: unknown[] = []
  second.tutti.on('scheduler.paused', ({ pause }) => events.push(pause.reason))
  second.tutti.on('scheduler.resumed', ({ scope, by }) => events.push([scope, by]))
  await first.tutti.scheduler.schedule({ id: 'old', text: 'old' }, { at: at(10) })
  await first.tutti.scheduler.schedule({ id: 'young', text: 'young' }, { at: at(25) })
  expect(await second.tutti.scheduler.pause({ ...everything, by: 'ada' })).toEqual({
    scope: { everything: true },
    reason: 'a crisis',
    by: 'ada',
    since: startMs,
  })
  expect(await first.tutti.scheduler.pauses()).toHaveLength(1)
  await first.clock.advance(30 * minuteMs)
  expect(first.texts()).toEqual([])
  expect((await first.tutti.scheduler.overdue()).map(({ reason, detail }) => [reason, detail])).toEqual([
    ['paused', 'a crisis'],
    ['paused', 'a crisis'],
  ])
  expect((await first.tutti.scheduler.health()).isStalled).toBe(false)

  expect(await second.tutti.scheduler.resume({ everything: true, by: 'bob' })).toBe(true)
  expect(await second.tutti.scheduler.resume({ everything: true })).toBe(false)
  await first.clock.advance(minuteMs)
  expect(first.texts()).toEqual(['young'])
  expect(await first.tutti.scheduler.get('old')).toMatchObject({ state: 'missed' })
  expect(events).toEqual(['a crisis', [{ everything: true }, 'bob']])
})

describe('one channel or one campaign: the rest goes on', () => {
  test.each([
    ['channel', { channel: 'shop' }],
    ['campaign', { campaign: 'spring' }],
  ])('%s', async (_, scope) => {
    const { tutti, clock, texts } = await start({ channels: ['blog'] })
    const labels = { campaign: 'spring' }
    await tutti.scheduler.schedule({ id: 'held', text: 'held', labels, channels: only('shop') }, { at: at(10) })
    await tutti.scheduler.schedule({ id: 'free', text: 'free', channels: only('blog') }, { at: at(10) })
    await tutti.scheduler.pause({ ...scope, reason: 'wait' })
    await clock.advance(20 * minuteMs)
    expect(texts()).toEqual(['free'])
    expect(await tutti.scheduler.get('held')).toMatchObject({ state: 'scheduled' })
    expect(await tutti.scheduler.overdue()).toMatchObject([
      { scheduled: { id: 'held' }, reason: 'paused', detail: 'wait' },
    ])
    await tutti.scheduler.resume(scope)
    await clock.advance(minuteMs)
    expect(texts()).toEqual(['free', 'held'])
    expect(await tutti.scheduler.overdue()).toEqual([])
  })
})

test('a post to a paused channel and a free one goes to the free one, and to the other afterwards', async () => {
  const { tutti, clock, texts } = await start({ channels: ['blog'] })
  const { id } = await tutti.scheduler.schedule({ text: 'x' }, { at: at(10) })
  await tutti.scheduler.pause({ channel: 'shop', reason: 'wait' })
  await clock.advance(60 * minuteMs)
  expect(await tutti.scheduler.get(id)).toMatchObject({ state: 'firing', deliveries: { blog: 'published' } })
  await tutti.scheduler.resume({ channel: 'shop' })
  await clock.advance(minuteMs)
  expect(texts()).toEqual(['x', 'x'])
  expect(await tutti.scheduler.get(id)).toMatchObject({
    state: 'fired',
    deliveries: { blog: 'published', shop: 'published' },
  })
})

test('what is claimed already, and what waits in its lane, stops at once and goes on without a person', async () => {
  const clock = virtualClock({ startMs })
  const store = lastingStore()
  const { wrap } = slowPlatform(clock, { shop: 30_000 })
  const { tutti, texts } = await start({ clock, store, wrap })
  const other = await start({ clock, store, plugin: { work: false } })
  for (let index = 0; index < 30; index += 1)
    await tutti.scheduler.schedule({ id: `p${index}`, text: `${index}` }, { at: at(10) })
  await clock.advance(10 * minuteMs + 1000)
  await other.tutti.scheduler.pause(everything)
  await clock.advance(2 * 60 * minuteMs)
  // The five whose request was on its way can't be called back.
  expect(texts()).toHaveLength(5)
  await other.tutti.scheduler.resume({ everything: true })
  await clock.advance(10 * minuteMs)
  expect(texts()).toHaveLength(30)
  expect(new Set(texts()).size).toBe(30)
  expect(await tutti.scheduler.list({ states: ['fired'] })).toHaveLength(30)
  expect(other.texts()).toEqual([])
})

test('a campaign paused while its posts wait for a slow channel lets other posts of that channel pass', async () => {
  const clock = virtualClock({ startMs })
  const { wrap } = slowPlatform(clock, { shop: 60_000 })
  const { tutti, texts } = await start({ clock, wrap })
  for (let index = 0; index < 20; index += 1) {
    const labels = index % 2 === 0 ? { campaign: 'spring' } : {}
    await tutti.scheduler.schedule(
      { id: `p${String(index).padStart(2, '0')}`, text: `${index}`, labels },
      { at: at(10) },
    )
  }
  await clock.advance(10 * minuteMs + 1000)
  await tutti.scheduler.pause({ campaign: 'spring', reason: 'wait' })
  await clock.advance(30 * minuteMs)
  const sent = texts().map(Number)
  expect(sent.filter((index) => index % 2 === 1)).toHaveLength(10)
  expect(sent.filter((index) => index % 2 === 0)).toEqual([0, 2, 4])
  await tutti.scheduler.resume({ campaign: 'spring' })
  await clock.advance(30 * minuteMs)
  expect(new Set(texts()).size).toBe(20)
  expect(texts()).toHaveLength(20)
})

test('a pause between two parts of a thread: the thread waits where it is, and goes on', async () => {
  const clock = virtualClock({ startMs })
  const { wrap } = slowPlatform(clock, { shop: 10_000 })
  const { tutti, texts } = await start({ clock, wrap })
  const thread = [{ text: 'second' }, { text: 'third' }]
  const { id } = await tutti.scheduler.schedule({ text: 'first', thread }, { at: at(10) })
  await clock.advance(10 * minuteMs + 5000)
  await tutti.scheduler.pause(everything)
  await clock.advance(60 * minuteMs)
  expect(texts()).toEqual(['first'])
  expect(await tutti.scheduler.get(id)).toMatchObject({ deliveries: { shop: 'queued' } })
  await tutti.scheduler.resume({ everything: true })
  await clock.advance(2 * minuteMs)
  expect(texts()).toEqual(['first', 'second', 'third'])
  expect(await tutti.scheduler.get(id)).toMatchObject({ state: 'fired', deliveries: { shop: 'published' } })
})

test('it stops what the app publishes itself, and publishNow', async () => {
  const { tutti, clock, texts } = await start()
  await tutti.scheduler.pause(everything)
  const { deliveries } = await tutti.publish({ text: 'by hand' }, { maxWaitMs: 0 })
  expect(deliveries).toMatchObject({ shop: { state: 'queued', reason: 'paused: a crisis' } })
  await tutti.scheduler.schedule({ id: 'now', text: 'now' }, { at: at(60) })
  const publishing = tutti.scheduler.publishNow('now')
  await clock.advance(2 * minuteMs)
  expect(await publishing).toMatchObject({ state: 'fired', deliveries: { shop: 'queued' } })
  expect(texts()).toEqual([])
  await tutti.scheduler.resume({ everything: true })
  await clock.advance(minuteMs)
  expect(texts().sort()).toEqual(['by hand', 'now'])
  expect(await tutti.scheduler.get('now')).toMatchObject({ deliveries: { shop: 'published' } })
})

test('while pauses can’t be read nothing is sent, and afterwards it is', async () => {
  const store = lastingStore()
  const { documents } = store.scope('default', 'scheduler')
  const list = documents.list.bind(documents)
  let isDown = false
  documents.list = (collection, options) => {
    if (isDown && collection === 'pauses') throw new Error('no connection')
    return list(collection, options)
  }
  const { tutti, clock, texts } = await start({ store })
  isDown = true
  const { deliveries } = await tutti.publish({ text: 'x' }, { maxWaitMs: 0 })
  expect(deliveries).toMatchObject({ shop: { state: 'queued' } })
  isDown = false
  await clock.advance(minuteMs)
  expect(texts()).toEqual(['x'])
})

test('a store that answers no more holds no post for good: it goes out when the store is back', async () => {
  const store = lastingStore()
  const { documents } = store.scope('default', 'scheduler')
  const list = documents.list.bind(documents)
  const silence = Promise.withResolvers<never>()
  silence.promise.catch(() => {})
  let isSilent = false
  documents.list = (collection, options) =>
    isSilent && collection === 'pauses' ? silence.promise : list(collection, options)
  const { tutti, clock, texts } = await start({ store })
  isSilent = true
  const publishing = tutti.publish({ id: 'patient', text: 'x' })
  await clock.advance(5 * minuteMs)
  expect(texts()).toEqual([])
  isSilent = false
  await clock.advance(2 * minuteMs)
  await publishing
  silence.reject(new Error('the connection was lost long ago'))
  expect(texts()).toEqual(['x'])
  expect(await tutti.deliveries.get('patient', 'shop')).toMatchObject({ state: 'published' })
})

test.each([
  [{ reason: 'x' }, 'pause'],
  [{ channel: 'a', campaign: 'b', reason: 'x' }, 'pause'],
  [{ channel: 'a' }, 'pause.reason'],
  [{ channel: '', reason: 'x' }, 'pause.channel'],
  [{ everything: false, reason: 'x' }, 'pause.everything'],
  [{ chanel: 'a', reason: 'x' }, 'pause.chanel'],
])('refused: %o', async (input, path) => {
  const { tutti } = await start()
  await expect(tutti.scheduler.pause(input as never)).rejects.toMatchObject({ code: 'invalid-input', path })
  expect(await tutti.scheduler.pauses()).toEqual([])
})
