import { createTutti, memoryStore } from '@tutti/core'
import { fakeAdapter, virtualClock } from '@tutti/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { guardSchedule, type SchedulerOptions, scheduler } from '../src/index.ts'
import { at, lastingStore, minuteMs, start, startMs } from './support/start.ts'

test('a post goes out at its wall time, not before, and says what came of it', async () => {
  const { tutti, clock, texts } = await start()
  const scheduled = await tutti.scheduler.schedule({ text: 'good morning' }, { at: '2026-12-01T09:00[Europe/Rome]' })
  expect(scheduled).toMatchObject({
    state: 'scheduled',
    wallTime: '2026-12-01T09:00:00',
    timeZone: 'Europe/Rome',
    at: Date.UTC(2026, 11, 1, 8),
    localTime: '2026-12-01T09:00 Europe/Rome',
    adjusted: 'none',
  })
  await clock.advance(scheduled.at - clock.now() - 1)
  expect(texts()).toEqual([])
  await clock.advance(1)
  expect(texts()).toEqual(['good morning'])
  expect(await tutti.scheduler.get(scheduled.id)).toMatchObject({
    state: 'fired',
    firedAt: scheduled.at,
    deliveries: { shop: 'published' },
  })
})

test('a client that closed and one that starts on the same store publish it once', async () => {
  const first = await start()
  const { id } = await first.tutti.scheduler.schedule({ text: 'once' }, { at: at(10) })
  await first.tutti.close()
  await first.clock.advance(5 * minuteMs)
  const second = await start(first)
  const third = await start(first)
  await first.clock.advance(10 * minuteMs)
  expect(first.texts()).toEqual(['once'])
  await second.tutti.close()
  await third.tutti.close()
  const fourth = await start(first)
  await first.clock.advance(10 * minuteMs)
  expect(first.texts()).toEqual(['once'])
  expect((await fourth.tutti.scheduler.get(id)).state).toBe('fired')
})

test('a worker that died in the middle of firing is taken over, and the post is not doubled', async () => {
  const first = await start()
  const { id } = await first.tutti.scheduler.schedule({ text: 'once' }, { at: at(10) })
  await first.tutti.close()
  const { documents, due } = first.store.scope('default', 'scheduler')
  const stored = await documents.get<Record<string, never>>('posts', id)
  await documents.put('posts', id, { ...stored?.value, state: 'firing', firedAt: startMs + 10 * minuteMs }, 'any')
  await due.claimOne('posts', id, { now: startMs + 10 * minuteMs, leaseMs: minuteMs })
  const second = await start(first)
  // Two hours: far beyond the grace of a post that has not begun, which this one has.
  await first.clock.advance(120 * minuteMs)
  expect(first.texts()).toEqual(['once'])
  expect((await second.tutti.scheduler.get(id)).state).toBe('fired')
})

describe('late', () => {
  const missAndReturn = async (plugin: SchedulerOptions, lateByMinutes: number) => {
    const first = await start({ plugin })
    const { id } = await first.tutti.scheduler.schedule({ text: 'late' }, { at: at(10) })
    await first.tutti.close()
    await first.clock.advance((10 + lateByMinutes) * minuteMs)
    const second = await start({ ...first, plugin })
    const missed: string[] = []
    second.tutti.on('scheduler.missed', (event) => missed.push(event.scheduled.state))
    await first.clock.advance(minuteMs)
    return { ...second, id, missed, entry: await second.tutti.scheduler.get(id) }
  }

  test('publish-within: within the grace it goes out, beyond it is missed and says so', async () => {
    const intime = await missAndReturn({}, 14)
    expect(intime.texts()).toEqual(['late'])
    const beyond = await missAndReturn({}, 16)
    expect(beyond.texts()).toEqual([])
    expect(beyond.entry).toMatchObject({ state: 'missed', reason: expect.stringContaining('960 s ago') })
    expect(beyond.missed).toEqual(['missed'])
  })

  test('skip: missed, however little it is late', async () => {
    const { texts, entry } = await missAndReturn({ late: { policy: 'skip' } }, 2)
    expect([texts(), entry.state]).toEqual([[], 'missed'])
  })

  test('ask: waits for a person, who publishes it once', async () => {
    const { tutti, id, texts, entry, missed } = await missAndReturn({ late: { policy: 'ask' } }, 2)
    expect([texts(), entry.state, missed]).toEqual([[], 'waiting', ['waiting']])
    expect((await tutti.scheduler.publishNow(id)).state).toBe('fired')
    await expect(tutti.scheduler.publishNow(id)).rejects.toMatchObject({ code: 'schedule-not-found' })
    expect(texts()).toEqual(['late'])
  })
})

test('cancelled is never sent; what has fired can not be cancelled', async () => {
  const { tutti, clock, texts } = await start()
  const one = await tutti.scheduler.schedule({ text: 'no' }, { at: at(10) })
  const other = await tutti.scheduler.schedule({ text: 'yes' }, { at: at(10) })
  expect((await tutti.scheduler.cancel(one.id)).state).toBe('cancelled')
  await clock.advance(11 * minuteMs)
  expect(texts()).toEqual(['yes'])
  await expect(tutti.scheduler.cancel(other.id)).rejects.toMatchObject({ code: 'schedule-not-found' })
  await expect(tutti.scheduler.cancel('nobody')).rejects.toMatchObject({ code: 'schedule-not-found', path: 'id' })
})

test('the list is in the order of time and can be narrowed', async () => {
  const { tutti } = await start()
  for (const minutes of [30, 10, 20]) await tutti.scheduler.schedule({ text: `in ${minutes}` }, { at: at(minutes) })
  const minutes = (posts: readonly { readonly at: number }[]) => posts.map((post) => (post.at - startMs) / minuteMs)
  expect(minutes(await tutti.scheduler.list())).toEqual([10, 20, 30])
  expect(minutes(await tutti.scheduler.list({ from: startMs + 20 * minuteMs, to: startMs + 30 * minuteMs }))).toEqual([
    20,
  ])
  expect(await tutti.scheduler.list({ states: ['fired'] })).toEqual([])
})

describe('refused, with nothing scheduled', () => {
  test.each([
    ['no zone', { at: '2026-12-01T09:00' }, { code: 'schedule-zone-missing', path: 'at' }],
    ['the past', { at: '2026-11-01T09:00[Europe/Rome]' }, { code: 'schedule-in-past', path: 'at' }],
    ['a misspelt member', { at: at(10), lateness: {} }, { code: 'invalid-input', path: 'schedule.lateness' }],
    ['no time at all', {}, { code: 'invalid-input', path: 'schedule.at' }],
    [
      'an unknown policy',
      { at: at(10), late: { policy: 'maybe' } },
      { code: 'invalid-input', path: 'schedule.late.policy' },
    ],
  ])('%s', async (_, input, error) => {
    const { tutti } = await start()
    await expect(tutti.scheduler.schedule({ text: 'x' }, input as never)).rejects.toMatchObject(error)
    expect(await tutti.scheduler.list()).toEqual([])
  })

  test('a post that a channel would hold back', async () => {
    const { tutti } = await start()
    await expect(tutti.scheduler.schedule({ text: 'x'.repeat(301) }, { at: at(10) })).rejects.toMatchObject({
      code: 'invalid-input',
      channel: 'shop',
      message: expect.stringContaining('hold this post back'),
    })
    expect(await tutti.scheduler.list()).toEqual([])
  })

  test('the same post id twice', async () => {
    const { tutti, clock, texts } = await start()
    await tutti.scheduler.schedule({ id: 'monday', text: 'x' }, { at: at(10) })
    await expect(tutti.scheduler.schedule({ id: 'monday', text: 'x' }, { at: at(1) })).rejects.toMatchObject({
      code: 'already-published',
      message: 'the post "monday" is in the calendar already (scheduled), with this content, for another time',
      advice: expect.stringContaining('Reschedule'),
    })
    await expect(tutti.scheduler.schedule({ id: 'monday', text: 'x' }, { at: at(10) })).rejects.toMatchObject({
      message: 'the post "monday" is in the calendar already (scheduled), with this content and for this time',
      advice: 'Nothing to do: this very post is there.',
    })
    // "Nothing to do" would be wrong: this text goes nowhere.
    await expect(tutti.scheduler.schedule({ id: 'monday', text: 'y' }, { at: at(10) })).rejects.toMatchObject({
      message: expect.stringContaining('with other content: what was given now was not taken'),
      advice: expect.stringContaining('new id'),
    })
    await clock.advance(5 * minuteMs)
    expect(texts()).toEqual([])
    await clock.advance(5 * minuteMs)
    expect(texts()).toEqual(['x'])
    await expect(tutti.scheduler.schedule({ id: 'monday', text: 'x' }, { at: at(20) })).rejects.toMatchObject({
      message: expect.stringContaining('already (fired), with this content'),
    })
  })

  test('a store that forgets', async () => {
    const { tutti } = await start({ store: memoryStore() })
    await expect(tutti.scheduler.schedule({ text: 'x' }, { at: at(10) })).rejects.toMatchObject({
      code: 'store-not-durable',
    })
  })

  test('a guard that says no, with its reason', async () => {
    const clock = virtualClock({ startMs })
    const { definePlugin, pluginRef } = await import('@tutti/core')
    const quiet = definePlugin({
      ref: pluginRef<object>()('quiet'),
      hooks: [
        guardSchedule.use(({ at: time }) =>
          new Date(time).getUTCHours() < 6 ? { deny: 'nothing at night' } : undefined,
        ),
      ],
      setup: () => ({}),
    })
    const tutti = await createTutti({
      clock,
      store: lastingStore(),
      channels: { shop: fakeAdapter().channel({ name: 'bakery' }) },
      plugins: [scheduler(), quiet],
    })
    onTestFinished(() => tutti.close())
    await expect(tutti.scheduler.schedule({ text: 'x' }, { at: '2026-12-01T03:00Z' })).rejects.toMatchObject({
      code: 'guard-denied',
      message: expect.stringContaining('nothing at night'),
    })
  })
})

test.each([
  ['a zone that does not exist', { timeZone: 'Europe/Atlantis' }, 'scheduler.timeZone'],
  ['a misspelt option', { timezone: 'Europe/Rome' }, 'scheduler.timezone'],
  ['a negative grace', { late: { policy: 'skip', graceMs: -1 } }, 'scheduler.late.graceMs'],
  ['no options at all', null, 'scheduler'],
])('options: %s', (_, options, path) => {
  expect(() => scheduler(options as never)).toThrow(expect.objectContaining({ code: 'invalid-options', path }))
})
