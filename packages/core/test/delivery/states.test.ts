import type { Delivery, PublishGuarantee } from '@tutti/model'
import { expect, test } from 'vitest'
import { findViolations } from './support/delivery-checker.ts'
import { longWaitMs, waitMs } from './support/scripted-platform.ts'
import { createWorld } from './support/world.ts'

/** Long enough for both reads. */
const patient = { reconcileWithinMs: 120_000 }

function violations(world: Awaited<ReturnType<typeof createWorld>>, delivery: Delivery, texts = ['Hello']) {
  return findViolations({ texts, ledger: world.platform.ledger, delivery, atRest: true })
}

test('a post is published by its answer', async () => {
  const world = await createWorld('key')
  const delivery = await world.publish()
  expect(delivery).toMatchObject({ state: 'published', parts: [{ confirmedBy: 'answer', ref: { id: 'post-1' } }] })
  expect(world.platform.reads).toBe(0)
  expect(violations(world, delivery)).toEqual([])
})

test('a refused post is rejected, told, and can be tried again', async () => {
  const world = await createWorld('key', ['reject'])
  const failed: string[] = []
  world.tutti.on('delivery.failed', ({ delivery }) => failed.push(delivery.state))
  const delivery = await world.publish()
  expect(delivery).toMatchObject({ state: 'rejected', parts: [{ error: { code: 'rejected' } }] })
  expect(violations(world, delivery)).toEqual([])
  expect(failed).toEqual(['rejected'])

  expect(await world.publish()).toMatchObject({ state: 'published' })
  const [first, second] = world.platform.requests
  expect(second?.key).toBe(first?.key)
})

test('what provably never left is not-sent', async () => {
  const world = await createWorld('read-back', ['not-sent'])
  const delivery = await world.publish()
  expect(delivery).toMatchObject({ state: 'not-sent', parts: [{ error: { code: 'not-sent' } }] })
  expect(world.platform.reads).toBe(0)
})

test('a short 429 is waited out', async () => {
  const world = await createWorld('read-back', ['wait'])
  expect(await world.publish()).toMatchObject({ state: 'published' })
  const [first, second] = world.platform.requests
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(waitMs)
})

test('a long 429 is handed back as queued and goes out by itself when its time has come', async () => {
  const world = await createWorld('read-back', ['wait-long'])
  const startedAt = world.clock.now()
  const delivery = await world.publish()
  expect(delivery).toMatchObject({ state: 'queued', parts: [{ notBefore: startedAt + longWaitMs }] })
  expect(await world.recover()).toEqual([])
  await world.clock.advance(longWaitMs)
  expect(await world.tutti.deliveries.get('p1', 'one')).toMatchObject({ state: 'published' })
  expect(world.platform.requests).toHaveLength(2)
})

test.each<PublishGuarantee['kind']>(['key', 'client-id', 'two-step', 'read-back'])(
  'a lost answer is found again: %s',
  async (guarantee) => {
    for (const behaviour of ['lose-answer', 'fail-committed', 'break'] as const) {
      const world = await createWorld(guarantee, [behaviour])
      const started: number[] = []
      world.tutti.on('reconciliation.started', ({ part }) => started.push(part))
      const delivery = await world.publish()
      expect(delivery).toMatchObject({ state: 'published', parts: [{ confirmedBy: 'read-back' }] })
      expect(started).toEqual([0])
      expect(world.platform.requests).toHaveLength(1)
      expect(violations(world, delivery)).toEqual([])
    }
  },
)

test.each<PublishGuarantee['kind']>(['key', 'client-id', 'two-step'])(
  'a lost request is repeated where the platform protects it: %s',
  async (guarantee) => {
    const world = await createWorld(guarantee, ['lose-request'])
    const delivery = await world.publish({}, patient)
    expect(delivery).toMatchObject({ state: 'published', parts: [{ confirmedBy: 'answer' }] })
    const [first, second] = world.platform.requests
    expect(second?.key).toBe(first?.key)
    // Two complete reads, as far apart as the platform may commit late.
    expect(world.platform.reads).toBe(2)
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(30_000)
    expect(violations(world, delivery)).toEqual([])
  },
)

test('a lost request asks a person where nothing protects a repeat', async () => {
  const world = await createWorld('read-back', ['lose-request'])
  const delivery = await world.publish({}, patient)
  expect(delivery.state).toBe('needs-human')
  expect(delivery.reason).toContain('nothing there protects a repeat')
  expect(world.platform.requests).toHaveLength(1)
})

test('a lost request is repeated when the author has said so', async () => {
  const world = await createWorld('read-back', ['lose-request'])
  const delivery = await world.publish({}, { ...patient, onAbsent: 'resend' })
  expect(delivery.state).toBe('published')
  expect(world.platform.ledger).toHaveLength(1)
})

test.each<PublishGuarantee['kind']>(['key', 'client-id', 'two-step', 'read-back'])(
  'what is committed between the two reads is found by the second: %s',
  async (guarantee) => {
    const world = await createWorld(guarantee, ['commit-late'])
    const delivery = await world.publish({}, { ...patient, onAbsent: 'resend' })
    expect(delivery).toMatchObject({ state: 'published', parts: [{ confirmedBy: 'read-back' }] })
    expect(world.platform.requests).toHaveLength(1)
    expect(violations(world, delivery)).toEqual([])
  },
)

test('without a way to read back a person decides', async () => {
  const world = await createWorld('none', ['lose-answer'])
  const delivery = await world.publish()
  expect(delivery).toMatchObject({ state: 'needs-human' })
  expect(delivery.reason).toContain('no way to read back')
  expect(world.platform.requests).toHaveLength(1)
})

test('several posts that may be it need a person', async () => {
  const world = await createWorld('read-back', ['lose-answer'])
  world.platform.onRequest(() => world.platform.add('Hello'))
  const delivery = await world.publish()
  expect(delivery).toMatchObject({ state: 'needs-human' })
  expect(delivery.reason).toContain('several posts')
})

test('a post that belongs to another delivery is never taken', async () => {
  const world = await createWorld('read-back', ['publish', 'lose-request'])
  await world.publish({ id: 'first' })
  const second = await world.publish({ id: 'second' }, patient)
  expect(second.state).toBe('needs-human')
  expect(world.platform.ledger).toHaveLength(1)
})

test('two of the same text at once, one lost: neither is called published by the other’s post', async () => {
  const world = await createWorld('read-back', ['lose-request', 'lose-answer'])
  const [first, second] = await Promise.all([
    world.publish({ id: 'first' }, patient),
    world.publish({ id: 'second' }, patient),
  ])
  expect(world.platform.ledger).toHaveLength(1)
  expect([first.state, second.state]).not.toContain('rejected')
  expect([first.state, second.state].filter((state) => state === 'published').length).toBeLessThanOrEqual(1)
  expect(first.state).not.toBe('published')
})

test('a read that shows only a part proves nothing', async () => {
  const world = await createWorld('read-back', ['lose-request'], { isComplete: false })
  const delivery = await world.publish({}, { ...patient, onAbsent: 'resend' })
  expect(delivery.state).toBe('needs-human')
  expect(world.platform.requests).toHaveLength(1)
})

test('failing reads leave it unknown, and it is settled later', async () => {
  const world = await createWorld('read-back', ['lose-answer'], { failedReads: 12 })
  const delivery = await world.publish()
  expect(delivery.state).toBe('unknown')
  await world.clock.advance(60 * 60_000)
  expect(await world.tutti.deliveries.get('p1', 'one')).toMatchObject({ state: 'published' })
})

test('reading back is boxed in time and goes on by itself', async () => {
  const world = await createWorld('key', ['lose-request'])
  const startedAt = world.clock.now()
  const delivery = await world.publish({}, { reconcileWithinMs: 5_000 })
  expect(delivery.state).toBe('unknown')
  expect(world.clock.now() - startedAt).toBeLessThanOrEqual(5_000)
  await world.clock.advance(60_000)
  expect(await world.tutti.deliveries.get('p1', 'one')).toMatchObject({ state: 'published' })
  expect(world.platform.ledger).toHaveLength(1)
})

test('an accepted post is waited for', async () => {
  const world = await createWorld('read-back', ['accept'])
  const states: string[] = []
  world.tutti.on('delivery.changed', ({ delivery }) => states.push(delivery.state))
  const delivery = await world.publish({}, patient)
  expect(delivery).toMatchObject({ state: 'published', parts: [{ confirmedBy: 'read-back' }] })
  expect(states).toContain('processing')
})

test('a key that the server has forgotten protects nothing', async () => {
  const world = await createWorld('key', ['lose-request'], { failedReads: 30 })
  await world.publish()
  await world.clock.advance(24 * 60 * 60_000)
  expect(await world.tutti.deliveries.get('p1', 'one')).toMatchObject({ state: 'needs-human' })
  expect(world.platform.requests).toHaveLength(1)
})

test('a platform that never publishes is not asked for ever', async () => {
  const world = await createWorld('client-id', Array(50).fill('lose-request'))
  const delivery = await world.publish({}, { reconcileWithinMs: 60 * 60_000 })
  expect(delivery.state).toBe('needs-human')
  expect(world.platform.requests).toHaveLength(4)
})

test('a caller who gives up before sending gets not-sent', async () => {
  const world = await createWorld('key')
  const preview = await world.tutti.prepare({ text: 'Hello' })
  const { deliveries } = await world.tutti.publish(preview, { signal: AbortSignal.abort() })
  expect(deliveries.one).toMatchObject({ state: 'not-sent', parts: [{ error: { code: 'aborted' } }] })
  expect(world.platform.requests).toHaveLength(0)
})

test('a caller who gives up after sending loses nothing', async () => {
  const world = await createWorld('read-back', ['lose-answer'])
  const controller = new AbortController()
  world.platform.onRequest(() => controller.abort())
  const delivery = await world.publish({}, { signal: controller.signal })
  expect(delivery.state).toBe('unknown')
  await world.clock.advance(10_000)
  expect(await world.tutti.deliveries.get('p1', 'one')).toMatchObject({ state: 'published' })
})
