import { type Denial, definePlugin, guardPublish, pluginRef } from '@tutti/model'
import { expect, test } from 'vitest'
import { createWorld } from './support/world.ts'

const minuteMs = 60_000

/** A world with one guard; `brake` says what it answers, asked before every part. */
async function createBrakedWorld(brake: { answer: Denial | undefined; asked: number; pressBefore?: number }) {
  const guard = guardPublish.use(() => {
    brake.asked += 1
    return brake.asked === brake.pressBefore ? { deny: 'a crisis', retryAfterMs: 2 * minuteMs } : brake.answer
  })
  return createWorld('key', [], {
    plugins: [definePlugin({ ref: pluginRef<object>()('brake'), hooks: [guard], setup: () => ({}) })],
  })
}

test('a guard that says later leaves the delivery queued, and it goes on without a person', async () => {
  const brake = { answer: { deny: 'a crisis', retryAfterMs: 2 * minuteMs } as Denial | undefined, asked: 0 }
  const world = await createBrakedWorld(brake)
  const first = await world.publish()
  expect(first).toMatchObject({
    state: 'queued',
    reason: 'a crisis',
    parts: [{ state: 'queued', notBefore: world.clock.now() + 2 * minuteMs }],
  })
  await world.clock.advance(10 * minuteMs)
  expect(world.platform.ledger).toEqual([])
  // Asked about once in two minutes, never in a loop.
  expect(brake.asked).toBeGreaterThan(3)
  expect(brake.asked).toBeLessThan(8)
  brake.answer = undefined
  await world.clock.advance(3 * minuteMs)
  expect(world.platform.ledger).toHaveLength(1)
  const delivery = await world.tutti.deliveries.get('p1', 'one')
  expect([delivery?.state, delivery?.reason]).toEqual(['published', undefined])
})

test('“at once” is a second at least', async () => {
  const brake = { answer: { deny: 'busy', retryAfterMs: 0 } as Denial | undefined, asked: 0 }
  const world = await createBrakedWorld(brake)
  await world.publish({}, { maxWaitMs: 0 })
  expect(brake.asked).toBe(1)
  expect(await world.tutti.deliveries.get('p1', 'one')).toMatchObject({
    parts: [{ notBefore: world.clock.now() + 1000 }],
  })
})

test('a thread that has begun can be told to wait between its parts', async () => {
  const brake = { answer: undefined as Denial | undefined, asked: 0, pressBefore: 2 }
  const world = await createBrakedWorld(brake)
  const thread = [{ text: 'second' }, { text: 'third' }]
  const begun = await world.publish({ text: 'first', thread })
  expect(begun.parts.map(({ state }) => state)).toEqual(['published', 'queued', 'queued'])
  expect(world.platform.ledger.map(({ text }) => text)).toEqual(['first'])
  await world.clock.advance(3 * minuteMs)
  expect(world.platform.ledger.map(({ text }) => text)).toEqual(['first', 'second', 'third'])
})

test('a thread that has begun is not torn for good', async () => {
  const brake = { answer: undefined as Denial | undefined, asked: 0 }
  const world = await createBrakedWorld(brake)
  world.tutti.on('delivery.changed', ({ delivery }) => {
    if (delivery.parts[0]?.state === 'published') brake.answer = { deny: 'never' }
  })
  expect(await world.publish({ text: 'first', thread: [{ text: 'second' }] })).toMatchObject({ state: 'published' })
})

test.each([
  { deny: 'x', retryAfterMs: -1 },
  { deny: 'x', retryAfterMs: Number.NaN },
  { deny: 'x', retryAfterMs: '5' },
])('a delay that is none is a failed guard, which denies: %o', async (answer) => {
  const world = await createBrakedWorld({ answer: answer as Denial, asked: 0 })
  expect(await world.publish()).toMatchObject({ state: 'held', reason: expect.stringContaining('failed') })
})
