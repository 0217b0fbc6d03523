import { type DocumentStore, definePlugin, pluginRef, type Store } from '@tutti/core'
import { describe, expect, test } from 'vitest'
import { guardSchedule } from '../src/index.ts'
import { forWeeks, lastingStore, minuteMs, start, startMs } from './support/start.ts'

const dayMs = 24 * 60 * minuteMs
// The start is Monday, 2026-11-30 at 13:00 on the wall of Rome.
const week = { slots: ['fri 18:00', 'mon 09:00', 'wed 12:30'] }
const walls = (posts: readonly { readonly wallTime: string }[]) => posts.map(({ wallTime }) => wallTime.slice(5, 16))

test('the next free slot, one after another', async () => {
  const { tutti, clock, texts } = await start(forWeeks)
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
  const { tutti } = await start(forWeeks)
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
  const { tutti, clock, texts, errors } = await start({ plugin: { sweepEveryMs: minuteMs } })
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
  const { tutti, clock, texts, errors } = await start(forWeeks)
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
  const { tutti } = await start(forWeeks)
  await expect(tutti.scheduler.slots.set(channel, input)).rejects.toMatchObject({ code: 'invalid-input', path })
  expect(await tutti.scheduler.slots.list()).toEqual([])
})

test('a channel that the client lacks has no slots', async () => {
  const { tutti } = await start(forWeeks)
  await expect(tutti.scheduler.slots.set('nowhere', week)).rejects.toMatchObject({ code: 'unknown-channel' })
})

describe('spacing', () => {
  const spacing = { minGapMs: 60 * minuteMs, perChannel: { blog: 0 } }

  test('passes over slots that are too near to others, and says which', async () => {
    const { tutti } = await start({ plugin: { spacing }, channels: ['blog'] })
    const { slots } = tutti.scheduler
    await slots.set(['shop', 'blog'], { slots: ['wed 12:00', 'wed 12:30', 'wed 13:00'] })
    const placed = []
    for (const id of ['a', 'b', 'c']) placed.push(...(await slots.add({ id, text: id, channels: ['shop'] })))
    expect(walls(placed)).toEqual(['12-02T12:00', '12-02T13:00', '12-09T12:00'])
    expect(placed.map(({ tooNear }) => tooNear.map(({ wallTime, postId }) => [wallTime, postId]))).toEqual([
      [],
      [['2026-12-02T12:30:00', 'a']],
      [['2026-12-02T12:30:00', 'a']],
    ])
    expect(await slots.next('shop')).toMatchObject({ wallTime: '2026-12-09T13:00:00', tooNear: [{}, { postId: 'c' }] })
    // A channel may have a rule of its own, and a person may do as they like.
    await slots.add({ id: 'x', text: 'x', channels: ['blog'] })
    expect(walls(await slots.add({ id: 'y', text: 'y', channels: ['blog'] }))).toEqual(['12-02T12:30'])
    await tutti.scheduler.schedule({ id: 'z', text: 'z', channels: ['shop'] }, { at: '2026-12-02T12:01[Europe/Rome]' })
  })

  test('the wider of two gaps counts', async () => {
    const { tutti } = await start({ plugin: { spacing } })
    await tutti.scheduler.slots.set('shop', { slots: ['wed 12:00', 'wed 13:00', 'wed 14:00'], minGapMs: 90 * minuteMs })
    await tutti.scheduler.slots.add({ text: 'a' })
    expect(walls(await tutti.scheduler.slots.add({ text: 'b' }))).toEqual(['12-02T14:00'])
  })
})

describe('shuffling', () => {
  async function queued(options: Parameters<typeof start>[0] = {}) {
    const started = await start(options)
    const { scheduler } = started.tutti
    await scheduler.slots.set('shop', week)
    for (let index = 0; index < 8; index += 1) await scheduler.slots.add({ id: `n${index}`, text: `${index}` })
    const order = async () => (await scheduler.list()).map(({ id }) => id)
    return { ...started, scheduler, order }
  }

  test('gives the same slots in another order, the same for the same seed', async () => {
    const { scheduler, order, tutti } = await queued()
    const [before, times] = [await order(), walls(await scheduler.list())]
    const moved: string[] = []
    tutti.on('scheduler.moved', ({ scheduled }) => moved.push(scheduled.id))
    const shuffled = await scheduler.slots.shuffle('shop', { seed: 'spring', by: 'ada' })
    expect(walls(shuffled)).toEqual(times)
    expect(await order()).toEqual(shuffled.map(({ id }) => id))
    expect(await order()).not.toEqual(before)
    expect([...(await order())].sort()).toEqual(before)
    expect(moved.length).toBeGreaterThan(0)
    expect((await scheduler.get(moved[0] ?? '')).history?.at(-1)).toMatchObject({ action: 'shuffle', by: 'ada' })
    // Whatever the order was before.
    await scheduler.slots.shuffle('shop', { seed: 'summer' })
    expect(await order()).not.toEqual(shuffled.map(({ id }) => id))
    await scheduler.slots.shuffle('shop', { seed: 'spring' })
    expect(await order()).toEqual(shuffled.map(({ id }) => id))
    const other = await queued()
    await other.scheduler.slots.shuffle('shop', { seed: 'spring' })
    expect(await other.order()).toEqual(await order())
    await expect(scheduler.slots.shuffle('shop', { seed: '' })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('leaves alone what a person has moved, and what is not in the queue', async () => {
    const { scheduler, order } = await queued()
    await scheduler.reschedule('n3', { at: '2026-12-03T10:00[Europe/Rome]' })
    await scheduler.schedule({ id: 'own', text: 'x' }, { at: '2026-12-03T11:00[Europe/Rome]' })
    await scheduler.slots.shuffle('shop', { seed: 'a' })
    expect((await order()).slice(1, 3)).toEqual(['n3', 'own'])
  })

  test('a process that dies in the middle leaves it to a worker; nobody takes a slot meanwhile', async () => {
    const store = lastingStore()
    const { scheduler, order, clock, adapter } = await queued({ store, plugin: { work: false } })
    const expected = await queued()
    await expected.scheduler.slots.shuffle('shop', { seed: 'a' })
    const { documents } = store.scope('default', 'scheduler')
    // The third post that moves finds a store that never answers.
    let writes = 0
    const dying = await start({
      clock,
      adapter,
      plugin: { work: false },
      store: dyingStore(store, () => {
        writes += 1
        return writes > 2
      }),
    })
    void dying.tutti.scheduler.slots.shuffle('shop', { seed: 'a' })
    await expect.poll(() => writes).toBe(3)
    expect(await documents.list('shuffles')).toHaveLength(1)
    const added = await scheduler.slots.add({ id: 'more', text: 'x' })
    expect(added[0]?.at).toBeGreaterThan(Math.max(...(await expected.scheduler.list()).map(({ at }) => at)))
    const worker = await start({ store, clock, adapter })
    await clock.advance(minuteMs)
    expect(worker.errors).toEqual([])
    expect((await order()).filter((id) => id !== 'more')).toEqual(await expected.order())
    expect(await documents.list('shuffles')).toEqual([])
  })

  test('a guard that wants a time kept keeps all of them', async () => {
    const { scheduler, order } = await queued({
      plugins: [
        definePlugin({
          ref: pluginRef<object>()('quiet'),
          hooks: [
            guardSchedule.use(({ preview, at }) =>
              preview.postId === 'n0' && at > startMs + 3 * dayMs ? { deny: 'no' } : undefined,
            ),
          ],
          setup: () => ({}),
        }),
      ],
    })
    const before = await order()
    await expect(scheduler.slots.shuffle('shop', { seed: 'a' })).rejects.toMatchObject({ code: 'guard-denied' })
    expect(await order()).toEqual(before)
  })
})

/** A store as a process sees it that dies at one of its writes of a post's record. */
function dyingStore(store: Store, isDead: () => boolean): Store {
  return {
    ...store,
    scope(tenant, owner) {
      const scope = store.scope(tenant, owner)
      const { documents } = scope
      const put: DocumentStore['put'] = async (collection, ...rest) =>
        collection === 'posts' && isDead() ? new Promise<never>(() => {}) : documents.put(collection, ...rest)
      const own: DocumentStore = {
        put,
        get: (collection, id) => documents.get(collection, id),
        list: (collection, options) => documents.list(collection, options),
        delete: (collection, id, expected) => documents.delete(collection, id, expected),
      }
      return { ...scope, documents: own }
    },
  }
}
