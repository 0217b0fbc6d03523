import { InvalidInputError, RateLimitError, type RateLimiter } from '@tutti/model'
import { expect, test } from 'vitest'
import { mostWithin } from './drive.ts'
import { call, type LimiterTools, limitOf, permitRequest, useUp, type WithLimiter } from './limiter-under-test.ts'
import { until } from './until.ts'

const windowMs = 60_000
/** Answers of the server in between take turns of the event loop, in which the virtual clock stands still. */
const stepMs = 200

/** What a limiter promises about budgets that several processes keep together. Two limiters stand for two processes. */
export function testSharedWindows(run: WithLimiter): void {
  test(
    'together they take the budget and no more; the next waits, is told once, and gets it when it is free again',
    run(async ({ clock, limiter, createAnother }) => {
      const limit = limitOf('limit', 10, windowMs)
      const other = createAnother()
      for (let count = 0; count < 5; count += 1) {
        for (const one of [limiter, other]) (await one.acquire(permitRequest([limit]))).settle({})
      }
      const told: number[] = []
      const waiting = [limiter, other].map((one) =>
        call(one, permitRequest([limit], { onWait: (delayMs) => told.push(delayMs) })),
      )
      await until(() => expect(told).toHaveLength(2))
      for (const delayMs of told) expect(delayMs).toBeGreaterThanOrEqual(windowMs)
      await clock.advance(windowMs - 1)
      await until(() => expect(waiting.map(({ permit }) => permit)).toEqual([undefined, undefined]))
      await untilAsTimePasses(clock, () => expect(waiting.every(({ permit }) => permit !== undefined)).toBe(true))
      for (const { permit } of waiting) expect(permit?.waitedMs).toBeGreaterThanOrEqual(windowMs)
      expect(told).toHaveLength(2)
    }),
  )

  test(
    'four with more demand than budget: never more in any stretch of a window, 95 % used',
    run(async (tools) => {
      const { clock, limiter, createAnother } = tools
      const budget = 40
      const limit = limitOf('limit', budget, windowMs)
      const sentAt: number[] = []
      const stop = new AbortController()
      const callOnAndOn = async (one: RateLimiter) => {
        while (!stop.signal.aborted) {
          const permit = await one.acquire(permitRequest([limit], { signal: stop.signal }))
          sentAt.push(clock.now())
          permit.settle({})
        }
      }
      const startedAt = clock.now()
      const callers = [limiter, createAnother(), createAnother(), createAnother()].flatMap((one) => [
        callOnAndOn(one),
        callOnAndOn(one),
      ])
      const ended = Promise.allSettled(callers)
      while (clock.now() < startedAt + 4.5 * windowMs) await step(tools)
      stop.abort()
      await ended
      expect(mostWithin(sentAt, windowMs)).toBeLessThanOrEqual(budget)
      expect(sentAt.length).toBeGreaterThanOrEqual(0.95 * 4.5 * budget)
    }),
  )

  test(
    'what the platform told one counts for the other: a remainder, until its reset',
    run(async ({ clock, limiter, createAnother }) => {
      const limit = limitOf('limit', 100, windowMs)
      const other = createAnother()
      const first = await limiter.acquire(permitRequest([limit]))
      first.settle({ observation: { limit: 100, remaining: 1, resetAt: clock.now() + 20_500 } })
      await until(() => {})
      const last = await other.acquire(permitRequest([limit]))
      last.settle({})
      await until(() => {})
      const told: number[] = []
      const waiting = call(limiter, permitRequest([limit], { onWait: (delayMs) => told.push(delayMs) }))
      await until(() => expect(told).toHaveLength(1))
      expect(told[0]).toBeGreaterThanOrEqual(20_500)
      expect(told[0]).toBeLessThanOrEqual(22_500)
      await untilAsTimePasses(clock, () => expect(waiting.permit).toBeDefined())
      expect(waiting.permit?.waitedMs).toBeLessThan(windowMs)
    }),
  )

  test(
    'a block that one was told stops all of them; then one goes ahead alone',
    run(async ({ clock, limiter, createAnother }) => {
      const limit = limitOf('limit', 100, windowMs)
      const other = createAnother()
      const first = await limiter.acquire(permitRequest([limit]))
      first.settle({ observation: { blockedUntil: clock.now() + 10_000 } })
      await until(() => {})
      const told: number[] = []
      const waiting = [limiter, other, other].map((one) =>
        call(one, permitRequest([limit], { onWait: (delayMs) => told.push(delayMs) })),
      )
      await until(() => expect(told).toHaveLength(3))
      expect(Math.min(...told)).toBeGreaterThanOrEqual(10_000)
      await clock.advance(9999)
      await until(() => expect(waiting.some(({ permit }) => permit !== undefined)).toBe(false))
      await clock.advance(1500)
      const served = () => waiting.filter(({ permit }) => permit !== undefined)
      await until(() => expect(served()).toHaveLength(1))
      served()[0]?.permit?.settle({})
      await untilAsTimePasses(clock, () => expect(served()).toHaveLength(3))
    }),
  )

  test(
    'what one gives back unsent is free for the other',
    run(async ({ clock, limiter, createAnother }) => {
      const limit = limitOf('limit', 1, windowMs)
      const first = await limiter.acquire(permitRequest([limit]))
      const waiting = call(createAnother(), permitRequest([limit]))
      await until(() => expect(waiting.permit).toBeUndefined())
      first.settle({ unsent: true })
      await untilAsTimePasses(clock, () => expect(waiting.permit).toBeDefined())
      expect(waiting.permit?.waitedMs).toBeLessThan(windowMs)
    }),
  )

  test(
    'a wait longer than the caller allows is refused, with the time it would take',
    run(async ({ clock, limiter, createAnother }) => {
      const limit = limitOf('limit', 2, windowMs)
      await useUp(limiter, limit)
      await until(() => {})
      const other = createAnother()
      const refused = call(other, permitRequest([limit], { maxWaitMs: 1000 }))
      await refused.ended
      expect(RateLimitError.isInstance(refused.error)).toBe(true)
      expect(refused.error).toMatchObject({ code: 'wait-too-long', outcome: 'not-sent', retryable: true })
      const { retryAfterMs = 0 } = refused.error as RateLimitError
      expect(retryAfterMs).toBeGreaterThanOrEqual(windowMs)
      await clock.advance(retryAfterMs)
      expect(await other.acquire(permitRequest([limit], { maxWaitMs: 0 }))).toBeDefined()
    }),
  )

  test(
    'a request larger than its budget is refused',
    run(async ({ limiter }) => {
      const refused = call(
        limiter,
        permitRequest([limitOf('large', 100, windowMs), limitOf('small', 5, windowMs)], { cost: 6 }),
      )
      await refused.ended
      expect(InvalidInputError.isInstance(refused.error)).toBe(true)
      expect(refused.error).toMatchObject({ code: 'invalid-input', path: 'cost' })
    }),
  )

  test(
    'several limits are taken all at once or none, and several windows hold at once',
    run(async ({ clock, limiter, createAnother }) => {
      const own = limitOf('own', 3, windowMs)
      const shared = {
        key: 'shared',
        windows: [
          { budget: 2, windowMs },
          { budget: 3, windowMs: 60 * windowMs },
        ],
      }
      const other = createAnother()
      await useUp(other, shared)
      await until(() => {})
      const waiting = call(limiter, permitRequest([own, shared]))
      await until(() => expect(waiting.permit).toBeUndefined())
      await useUp(other, own)
      await untilAsTimePasses(clock, () => expect(waiting.permit).toBeDefined())
      waiting.permit?.settle({})
      await until(() => {})
      // The minute is free again, the hour is not.
      await clock.advance(2 * windowMs)
      const refused = call(other, permitRequest([shared], { maxWaitMs: windowMs }))
      await refused.ended
      expect(refused.error).toMatchObject({ code: 'wait-too-long' })
    }),
  )

  test(
    'the urgent go first, and owners take turns',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 1, windowMs)
      await useUp(limiter, limit)
      const served: string[] = []
      const ask = async (name: string, priority: 'publishing' | 'reads', owner: string) => {
        const permit = await limiter.acquire(permitRequest([limit], { priority, owner }))
        served.push(name)
        permit.settle({})
      }
      const calls = [
        ask('a1', 'reads', 'a'),
        ask('a2', 'reads', 'a'),
        ask('b1', 'reads', 'b'),
        ask('post', 'publishing', 'b'),
      ]
      await untilAsTimePasses(clock, () => expect(served).toHaveLength(4))
      await Promise.all(calls)
      expect(served[0]).toBe('post')
      expect(served.slice(1).toSorted()).toEqual(['a1', 'a2', 'b1'])
      expect(served.indexOf('b1')).toBeLessThan(served.indexOf('a2'))
    }),
  )

  test(
    'forecast: when the last of so many could leave at the earliest',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 300, windowMs)
      expect(limiter.forecast([limit], 300)).toBe(clock.now())
      expect(limiter.forecast([limit], 301)).toBe(clock.now() + windowMs)
      expect(limiter.forecast([limit], 400, 3)).toBe(clock.now() + 3 * windowMs)
    }),
  )
}

/** Moves the clock a little, and gives those who ask a server the time to hear its answer. */
async function step({ clock }: Pick<LimiterTools, 'clock'>): Promise<void> {
  await clock.advance(stepMs)
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1))
}

async function untilAsTimePasses(clock: LimiterTools['clock'], expectation: () => void): Promise<void> {
  for (let count = 0; count < 5000; count += 1) {
    await step({ clock })
    try {
      return expectation()
    } catch {
      // Not yet.
    }
  }
  expectation()
}
