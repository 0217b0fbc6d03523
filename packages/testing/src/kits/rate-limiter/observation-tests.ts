import type { RateLimitObservation } from '@tutti/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { virtualClock } from '../../clock/virtual-clock.ts'
import { drive } from './drive.ts'
import {
  call,
  limitOf,
  permitRequest,
  type RateLimiterUnderTest,
  seededRandom,
  type WithLimiter,
} from './limiter-under-test.ts'
import { oracleServer } from './oracle-server.ts'

// As on Mastodon and Bluesky: five minutes.
const windowMs = 300_000

/** How an honest server may leave out or round what it says. */
const honesty = fc.record({
  limit: fc.boolean(),
  resetAt: fc.constantFrom('exact', 'rounded up', 'rounded down', 'absent'),
  windowMs: fc.boolean(),
  /** So many answers in ten say something at all. */
  spokenTenths: fc.integer({ min: 1, max: 10 }),
})

function rounded(resetAt: number, how: string): number | undefined {
  switch (how) {
    case 'exact':
      return resetAt
    case 'rounded up':
      return Math.ceil(resetAt / 1000) * 1000
    case 'rounded down':
      return Math.floor(resetAt / 1000) * 1000
    default:
      return undefined
  }
}

/** Anything at all in a header. */
const anyNumber = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double(),
  fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER),
)

const scenario = {
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  budget: fc.integer({ min: 1, max: 60 }),
  callers: fc.integer({ min: 1, max: 60 }),
  maxLatencyMs: fc.constantFrom(5, 100, 5000),
  phase: fc.constantFrom('aligned' as const, 'first-request' as const),
}

/** What a limiter promises about what platforms say. */
export function testObservations(subject: RateLimiterUnderTest, run: WithLimiter): void {
  test('random honest answers, in any order and with gaps: nothing is ever refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ ...scenario, honesty }), async (given) => {
        const clock = virtualClock()
        const random = seededRandom(given.seed)
        const limiter = subject.create({ clock, random, share: 'own' })
        const says = (truth: RateLimitObservation): RateLimitObservation | undefined => {
          if (random() * 10 >= given.honesty.spokenTenths) return undefined
          return {
            limit: given.honesty.limit ? truth.limit : undefined,
            remaining: truth.remaining,
            resetAt: rounded(truth.resetAt ?? 0, given.honesty.resetAt),
            windowMs: given.honesty.windowMs ? windowMs : undefined,
          }
        }
        const server = oracleServer({ clock, budget: given.budget, windowMs, phase: given.phase, says })
        await drive({
          clock,
          limiter,
          random,
          server,
          limit: limitOf('limit', given.budget, windowMs),
          demand: { callers: given.callers },
          durationMs: 4 * windowMs,
          maxLatencyMs: given.maxLatencyMs,
        })
        limiter.close()
        expect(server.windows.map((window) => window.refused)).toEqual(server.windows.map(() => 0))
        expect(clock.pendingCount).toBe(0)
      }),
      { numRuns: 60 },
    )
  }, 30_000)

  test('random lies: never more than two budgets in any window, and no standstill', async () => {
    const lie = fc.record({ limit: anyNumber, remaining: anyNumber, resetInMs: anyNumber, windowMs: anyNumber })
    await fc.assert(
      fc.asyncProperty(
        fc.record({ ...scenario, lies: fc.array(lie, { minLength: 1, maxLength: 20 }) }),
        async (given) => {
          const clock = virtualClock()
          const random = seededRandom(given.seed)
          const limiter = subject.create({ clock, random, share: 'own' })
          let count = 0
          const says = (): RateLimitObservation => {
            const { resetInMs, ...said } = given.lies[count++ % given.lies.length] ?? { resetInMs: 0 }
            return { ...said, resetAt: clock.now() + resetInMs }
          }
          const server = oracleServer({ clock, budget: given.budget, windowMs, phase: given.phase, says })
          await drive({
            clock,
            limiter,
            random,
            server,
            limit: limitOf('limit', given.budget, windowMs),
            demand: { callers: given.callers },
            durationMs: 6 * windowMs,
            maxLatencyMs: given.maxLatencyMs,
          })
          limiter.close()
          for (const window of server.windows)
            expect(window.ours + window.refused).toBeLessThanOrEqual(2 * given.budget)
          expect(server.windows.length).toBeGreaterThan(2)
        },
      ),
      { numRuns: 60 },
    )
  }, 30_000)

  test(
    'an answer that comes late does not raise what is left',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 100, windowMs)
      const resetAt = clock.now() + 30_000
      const permits = []
      for (let count = 0; count < 4; count += 1) permits.push(await limiter.acquire(permitRequest([limit])))
      permits[3]?.settle({ observation: { remaining: 1, resetAt } })
      for (const remaining of [4, 3, 2]) permits[remaining - 2]?.settle({ observation: { remaining, resetAt } })
      const last = await limiter.acquire(permitRequest([limit]))
      last.settle({ observation: { remaining: 0, resetAt } })
      const next = call(limiter, permitRequest([limit]))
      await clock.advance(29_999)
      expect(next.permit).toBeUndefined()
      await clock.advance(windowMs / 100)
      expect(next.permit).toBeDefined()
    }),
  )

  test(
    'what an answer says belongs to the window of its size or length, and to no other',
    run(async ({ clock, limiter }) => {
      const hour = 60 * windowMs
      const own = {
        key: 'own',
        windows: [
          { budget: 50, windowMs },
          { budget: 500, windowMs: hour },
        ],
      }
      const shared = limitOf('shared', 3000, 5 * windowMs)
      const ask = () => limiter.acquire(permitRequest([own, shared], { maxWaitMs: 0 }))
      const other = { limits: [shared], maxWaitMs: 0 }
      ;(await ask()).settle({ observation: { limit: 3000, remaining: 0, resetAt: clock.now() + 1000 } })
      await expect(async () => await limiter.acquire(permitRequest([shared], other))).rejects.toMatchObject({
        code: 'wait-too-long',
      })
      await clock.advance(3000)
      ;(await ask()).settle({ observation: { limit: 500, remaining: 0, resetAt: clock.now() + 10 * windowMs } })
      expect((await limiter.acquire(permitRequest([shared], other))).waitedMs).toBe(0)
      await clock.advance(9 * windowMs)
      await expect(async () => await ask()).rejects.toMatchObject({ code: 'wait-too-long' })
      await clock.advance(1.1 * windowMs)
      ;(await ask()).settle({ observation: { windowMs, remaining: 0 } })
      await expect(async () => await ask()).rejects.toMatchObject({ code: 'wait-too-long' })
      await clock.advance(1.1 * windowMs)
      // An unknown, smaller limit is taken for the shortest window.
      ;(await ask()).settle({ observation: { limit: 7, remaining: 0, resetAt: clock.now() + 20_000 } })
      await expect(async () => await ask()).rejects.toMatchObject({ code: 'wait-too-long' })
      await clock.advance(23_000)
      ;(await ask()).settle({})
    }),
  )

  test('who was blocked until the same instant does not come back all at once', async () => {
    const clock = virtualClock()
    const random = seededRandom(7)
    const limiters = Array.from({ length: 100 }, () => subject.create({ clock, random, share: 'own' }))
    const limit = limitOf('limit', 10, windowMs)
    const blockedUntil = clock.now() + windowMs
    const cameAt: number[] = []
    const calls = limiters.map(async (limiter) => {
      const first = await limiter.acquire(permitRequest([limit]))
      first.settle({ observation: { blockedUntil } })
      const second = await limiter.acquire(permitRequest([limit]))
      cameAt.push(clock.now())
      second.settle({})
    })
    await clock.advance(1.2 * windowMs)
    await Promise.all(calls)
    for (const limiter of limiters) limiter.close()
    expect(cameAt.every((instant) => instant >= blockedUntil && instant <= blockedUntil + 0.1 * windowMs)).toBe(true)
    const inBusiestTenth = Math.max(...cameAt.map((at) => cameAt.filter((one) => one >= at && one < at + 100).length))
    expect(inBusiestTenth).toBeLessThan(30)
  })

  test(
    'after a block one request goes ahead; the others follow when it came through',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 100, windowMs)
      const first = await limiter.acquire(permitRequest([limit]))
      const calls = Array.from({ length: 20 }, () => call(limiter, permitRequest([limit])))
      const underWay = () => calls.filter((one) => one.permit !== undefined).length
      await clock.advance(0)
      const before = underWay()
      first.settle({ observation: { blockedUntil: clock.now() + windowMs } })
      for (const one of calls) one.permit?.settle({})
      await clock.advance(windowMs + 1000)
      expect(underWay()).toBe(before + 1)
      calls[before]?.permit?.settle({ observation: { limit: 100, remaining: 99, resetAt: clock.now() + windowMs } })
      await clock.advance(0)
      expect(underWay()).toBe(calls.length)
    }),
  )

  test('a clock that is set back or forward makes no wait longer', async () => {
    const inner = virtualClock()
    let setBy = 0
    const clock = { ...inner, now: () => inner.now() + setBy }
    const limiter = subject.create({ clock, random: seededRandom(1), share: 'own' })
    const limit = limitOf('limit', 1, windowMs)
    for (const jumpMs of [-3_600_000, 3_600_000, -500]) {
      const first = await limiter.acquire(permitRequest([limit]))
      first.settle({ observation: { limit: 1, remaining: 0, resetAt: clock.now() + windowMs } })
      const next = call(limiter, permitRequest([limit]))
      setBy += jumpMs
      await inner.advance(1.1 * windowMs)
      expect(next.permit).toBeDefined()
      next.permit?.settle({ unsent: true })
      await inner.advance(1.1 * windowMs)
    }
    limiter.close()
    expect(inner.pendingCount).toBe(0)
  })
}
