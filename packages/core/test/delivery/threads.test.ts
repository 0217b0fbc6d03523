import type { Delivery } from '@tutti/model'
import { expect, test } from 'vitest'
import { findViolations } from './support/delivery-checker.ts'
import { createWorld } from './support/world.ts'

const thread = { text: 'One', thread: [{ text: 'Two' }, { text: 'Three' }] }
const texts = ['One', 'Two', 'Three']
const patient = { reconcileWithinMs: 120_000 }
const states = (delivery: Delivery) => delivery.parts.map((part) => part.state)

test('each part hangs below the one before, under the first', async () => {
  const world = await createWorld('key')
  const delivery = await world.publish(thread)
  expect(delivery.state).toBe('published')
  expect(world.platform.ledger.map(({ text, parent }) => [text, parent])).toEqual([
    ['One', undefined],
    ['Two', 'post-1'],
    ['Three', 'post-2'],
  ])
  expect(new Set(delivery.parts.map((part) => part.key)).size).toBe(3)
})

test('a part whose answer is lost is found, and the thread goes on below it', async () => {
  const world = await createWorld('read-back', ['publish', 'lose-answer'])
  const delivery = await world.publish(thread)
  expect(states(delivery)).toEqual(['published', 'published', 'published'])
  expect(delivery.parts.map((part) => part.confirmedBy)).toEqual(['answer', 'read-back', 'answer'])
  expect(findViolations({ texts, ledger: world.platform.ledger, delivery, atRest: true })).toEqual([])
})

test('a rejected part stops the rest, and publishing again resumes at it', async () => {
  const world = await createWorld('key', ['publish', 'reject'])
  const delivery = await world.publish(thread)
  expect(delivery.state).toBe('rejected')
  expect(states(delivery)).toEqual(['published', 'rejected', 'not-sent'])

  const again = await world.publish(thread)
  expect(states(again)).toEqual(['published', 'published', 'published'])
  expect(again.parts[0]).toEqual(delivery.parts[0])
  expect(findViolations({ texts, ledger: world.platform.ledger, delivery: again, atRest: true })).toEqual([])
})

test('a part that needs a person keeps the rest waiting until it is settled', async () => {
  const world = await createWorld('read-back', ['publish', 'lose-request'])
  const delivery = await world.publish(thread, patient)
  expect(delivery.state).toBe('needs-human')
  expect(states(delivery)).toEqual(['published', 'needs-human', 'queued'])

  const decided = await world.decide({ part: 1, decision: 'resend' })
  expect(states(decided)).toEqual(['published', 'published', 'published'])
  expect(findViolations({ texts, ledger: world.platform.ledger, delivery: decided, atRest: true })).toEqual([])
})

test('a dropped part ends the thread', async () => {
  const world = await createWorld('read-back', ['publish', 'lose-request'])
  await world.publish(thread, patient)
  const decided = await world.decide({ part: 1, decision: 'drop' })
  expect(states(decided)).toEqual(['published', 'cancelled', 'cancelled'])
  expect(world.platform.requests).toHaveLength(2)
})

test('the first comment comes below the last part', async () => {
  const world = await createWorld('key')
  const delivery = await world.publish({ ...thread, firstComment: 'And this' })
  expect(delivery).toMatchObject({ state: 'published', firstComment: { state: 'published', index: 3 } })
  expect(world.platform.ledger.at(-1)).toMatchObject({ text: 'And this', parent: 'post-3' })
})

test('a first comment that fails leaves the post published', async () => {
  const world = await createWorld('key', ['publish', 'reject'])
  const failed: unknown[] = []
  world.tutti.on('delivery.failed', (event) => failed.push(event))
  const delivery = await world.publish({ text: 'Hello', firstComment: 'And this' })
  expect(delivery).toMatchObject({ state: 'published', firstComment: { state: 'rejected' } })
  expect(failed).toEqual([])
})

test('a first comment whose fate is open is taken up later, and afterPublish is not run again for it', async () => {
  const world = await createWorld('client-id', ['publish', 'lose-request'])
  const told: string[] = []
  world.tutti.on('post.published', ({ delivery }) => told.push(delivery.postId))
  const delivery = await world.publish({ text: 'Hello', firstComment: 'And this' }, { reconcileWithinMs: 0 })
  expect(delivery).toMatchObject({ state: 'published', firstComment: { state: 'unknown' } })
  await world.clock.advance(60 * 60_000)
  expect(await world.tutti.deliveries.get('p1', 'one')).toMatchObject({ firstComment: { state: 'published' } })
  expect(told).toEqual(['p1'])
  expect(world.platform.ledger).toHaveLength(2)
})
