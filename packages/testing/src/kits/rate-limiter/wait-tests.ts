import { InvalidInputError, type LimitKey, RateLimitError } from '@tutti/model'
import { expect, test } from 'vitest'
import { call, limitOf, permitRequest, useUp, type WithLimiter } from './limiter-under-test.ts'

const windowMs = 60_000

/** What a limiter promises about waiting for a window. */
export function testWaiting(run: WithLimiter): void {
  test(
    'a permit that is free comes at once, not as a promise, and sets no timer',
    run(async ({ clock, limiter }) => {
      const permit = limiter.acquire(permitRequest([limitOf('limit', 2, windowMs)]))
      expect(permit).not.toBeInstanceOf(Promise)
      expect(await permit).toMatchObject({ waitedMs: 0 })
      expect(clock.pendingCount).toBe(0)
    }),
  )

  test(
    'a wait is told once, lasts until the budget is free again, and is reported',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 2, windowMs)
      await useUp(limiter, limit)
      await clock.advance(10_000)
      const told: number[] = []
      const waiting = call(limiter, permitRequest([limit], { onWait: (delayMs) => told.push(delayMs) }))
      await clock.advance(windowMs - 10_000 - 1)
      expect(waiting.permit).toBeUndefined()
      await clock.advance(0.01 * windowMs)
      expect(told).toHaveLength(1)
      expect(told[0]).toBeGreaterThanOrEqual(windowMs - 10_000)
      expect(told[0]).toBeLessThanOrEqual(1.01 * windowMs - 10_000)
      expect(waiting.permit?.waitedMs).toBeGreaterThanOrEqual(windowMs - 10_000)
      expect(clock.pendingCount).toBe(0)
    }),
  )

  test(
    'a wait longer than the caller allows is refused at once, with the time it would take',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 2, windowMs)
      await useUp(limiter, limit)
      const refused = call(limiter, permitRequest([limit], { maxWaitMs: 1000 }))
      await refused.ended
      expect(RateLimitError.isInstance(refused.error)).toBe(true)
      expect(refused.error).toMatchObject({ code: 'wait-too-long', outcome: 'not-sent', retryable: true })
      const { retryAfterMs = 0 } = refused.error as RateLimitError
      expect(retryAfterMs).toBeGreaterThanOrEqual(windowMs)
      await clock.advance(retryAfterMs)
      expect((await limiter.acquire(permitRequest([limit], { maxWaitMs: 0 }))).waitedMs).toBe(0)
    }),
  )

  test(
    'the forecast counts those who wait already',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 2, windowMs)
      await useUp(limiter, limit)
      const waiting = [1, 2].map(() => call(limiter, permitRequest([limit], { maxWaitMs: 1.5 * windowMs })))
      const refused = call(limiter, permitRequest([limit], { maxWaitMs: 1.5 * windowMs }))
      await refused.ended
      expect(refused.error).toMatchObject({ code: 'wait-too-long' })
      await clock.advance(1.1 * windowMs)
      expect(waiting.every((one) => one.permit !== undefined)).toBe(true)
    }),
  )

  test(
    'a block that comes while calls wait refuses those who will not wait so long',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 1, windowMs)
      const first = await limiter.acquire(permitRequest([limit]))
      const impatient = call(limiter, permitRequest([limit], { maxWaitMs: 2 * windowMs }))
      const patient = call(limiter, permitRequest([limit]))
      first.settle({ observation: { blockedUntil: clock.now() + 10 * windowMs } })
      await impatient.ended
      expect(impatient.error).toMatchObject({ code: 'wait-too-long' })
      await clock.advance(10 * windowMs + 1000)
      expect(patient.permit).toBeDefined()
    }),
  )

  test(
    'a request larger than its budget is refused at once',
    run(async ({ limiter }) => {
      const limits: LimitKey[] = [limitOf('large', 100, windowMs), limitOf('small', 5, windowMs)]
      const refused = call(limiter, permitRequest(limits, { cost: 6 }))
      await refused.ended
      expect(InvalidInputError.isInstance(refused.error)).toBe(true)
      expect(refused.error).toMatchObject({ code: 'invalid-input', path: 'cost' })
      expect((await limiter.acquire(permitRequest(limits, { cost: 5 }))).waitedMs).toBe(0)
    }),
  )

  test(
    'a request that has become too large while it waited is refused',
    run(async ({ limiter }) => {
      const limit = limitOf('limit', 10, windowMs)
      const first = await limiter.acquire(permitRequest([limit]))
      const large = call(limiter, permitRequest([limit], { cost: 10 }))
      first.settle({ observation: { limit: 5, remaining: 4 } })
      await large.ended
      expect(large.error).toMatchObject({ code: 'invalid-input', path: 'cost' })
    }),
  )

  test(
    'several limits are taken all at once or none',
    run(async ({ clock, limiter }) => {
      const [own, shared] = [limitOf('own', 10, windowMs), limitOf('shared', 1, windowMs)]
      await useUp(limiter, shared)
      const waiting = call(limiter, permitRequest([own, shared]))
      await clock.advance(windowMs / 2)
      for (let count = 0; count < 10; count += 1) {
        const permit = await limiter.acquire(permitRequest([own]))
        expect(permit.waitedMs).toBe(0)
        permit.settle({})
      }
      // The shared one is free again now, its own is not: it leaves when both are.
      await clock.advance(0.6 * windowMs)
      expect(waiting.permit).toBeUndefined()
      expect((await limiter.acquire(permitRequest([shared]))).waitedMs).toBe(0)
      await clock.advance(windowMs)
      expect(waiting.permit).toBeUndefined()
    }),
  )

  test(
    'several windows hold at once',
    run(async ({ clock, limiter }) => {
      const hour = 60 * windowMs
      const limit = {
        key: 'limit',
        windows: [
          { budget: 2, windowMs },
          { budget: 3, windowMs: hour },
        ],
      }
      const servedAt: number[] = []
      const startedAt = clock.now()
      const calls = Array.from({ length: 4 }, async () => {
        const permit = await limiter.acquire(permitRequest([limit]))
        servedAt.push((clock.now() - startedAt) / windowMs)
        permit.settle({})
      })
      await clock.advance(2 * hour)
      await Promise.all(calls)
      expect(servedAt.map(Math.floor)).toEqual([0, 0, 1, 60])
    }),
  )

  test(
    'forecast: when the last of so many could leave, without taking anything',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 300, windowMs)
      expect(limiter.forecast([limit], 300)).toBe(clock.now())
      expect(limiter.forecast([limit], 301)).toBe(clock.now() + windowMs)
      expect(limiter.forecast([limit], 400, 3)).toBe(clock.now() + 3 * windowMs)
      await useUp(limiter, limit)
      const next = limiter.forecast([limit], 1)
      expect(next).toBeGreaterThanOrEqual(clock.now() + windowMs)
      expect(next).toBeLessThanOrEqual(clock.now() + 1.01 * windowMs)
      expect(limiter.forecast([limit, limitOf('slow', 1, 10 * windowMs)], 5)).toBe(clock.now() + 40 * windowMs)
    }),
  )
}
