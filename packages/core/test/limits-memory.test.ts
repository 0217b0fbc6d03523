import type { Permit } from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { createRateLimiter } from '../src/limits/create-rate-limiter.ts'
import { SentLog } from '../src/limits/sent-log.ts'
import { heapUsed } from './heap-used.ts'

const limitOf = (owner: string) => ({ key: owner, windows: [{ budget: 10, windowMs: 60_000 }] })

test('5 000 accounts are remembered while their windows last, and forgotten afterwards', async () => {
  const clock = virtualClock()
  const limiter = createRateLimiter({ clock })
  const ask = (owner: string) =>
    limiter.acquire({ limits: [limitOf(owner)], cost: 1, priority: 'reads', owner }) as Permit
  for (let round = 0; round < 3; round += 1) {
    for (let index = 0; index < 5000; index += 1) {
      ask(`account-${round}-${index}`).settle({
        observation: { limit: 10, remaining: 9, resetAt: clock.now() + 60_000 },
      })
    }
    expect(limiter.keyCount).toBeGreaterThanOrEqual(5000)
    expect(limiter.keyCount).toBeLessThanOrEqual(5001)
    await clock.advance(121_000)
    ask('one more').settle({})
    expect(limiter.keyCount).toBe(1)
  }
  expect(clock.pendingCount).toBe(0)
  limiter.close()
})

test('limits with a request under way or somebody waiting are not forgotten', async () => {
  const clock = virtualClock()
  const limiter = createRateLimiter({ clock })
  const limits = [limitOf('busy')]
  const request = { limits, cost: 1, priority: 'reads', owner: 'busy' } as const
  const permit = limiter.acquire(request) as Permit
  await clock.advance(3_600_000)
  limiter.acquire({ ...request, limits: [limitOf('other')] })
  expect(limiter.keyCount).toBe(2)
  permit.settle({ observation: { blockedUntil: clock.now() + 3_600_000 } })
  const waiting = limiter.acquire(request)
  expect(waiting).toBeInstanceOf(Promise)
  await clock.advance(1_800_000)
  limiter.acquire({ ...request, limits: [limitOf('third')] })
  expect(limiter.keyCount).toBe(3)
  await clock.advance(1_801_000)
  expect((await waiting).waitedMs).toBeGreaterThanOrEqual(3_600_000)
  limiter.close()
})

test('the log of a large budget stays small', () => {
  const log = new SentLog(86_400_000)
  const before = heapUsed()
  for (let index = 0; index < 1_000_000; index += 1) log.add(1, index * 80)
  expect(log.total(80_000_000)).toBe(1_000_000)
  expect(heapUsed() - before).toBeLessThan(2_000_000)
  expect(log.total(80_000_000 + 86_400_000 * 1.01)).toBe(0)
})
