import { InvalidInputError, type LimitKey, type MaybePromise, type Permit, TransportError } from '@tutti/model'
import { expect, test } from 'vitest'
import { call, limitOf, permitRequest, type RateLimiterUnderTest, type WithLimiter } from './limiter-under-test.ts'
import { until } from './until.ts'

/** What every limiter promises about permits, whatever it keeps: asked with a limit that allows one at a time. */
export function testPermits(run: WithLimiter, keeps: RateLimiterUnderTest['keeps'][number]): void {
  // Far longer than the test lasts: only what the test does makes room.
  const windowMs = 3_600_000
  const limit: LimitKey =
    keeps === 'concurrency' ? { key: 'limit', windows: [], maxConcurrent: 1 } : limitOf('limit', 1, windowMs)

  test(
    'a permit that is given back unsent is free for the next',
    run(async ({ limiter }) => {
      const first = await limiter.acquire(permitRequest([limit]))
      const second = call(limiter, permitRequest([limit]))
      await until(() => expect(second).toEqual({ permit: undefined, error: undefined, ended: expect.anything() }))
      first.settle({ unsent: true })
      await second.ended
      expect(second.permit).toBeDefined()
      second.permit?.settle({ unsent: true })
    }),
  )

  test(
    'settling twice is harmless',
    run(async ({ limiter }) => {
      const first = await limiter.acquire(permitRequest([limit]))
      for (let count = 0; count < 3; count += 1) first.settle({ unsent: true })
      const second = await limiter.acquire(permitRequest([limit]))
      const third = call(limiter, permitRequest([limit]))
      first.settle({ unsent: true })
      await until(() => expect(third.permit).toBeUndefined())
      second.settle({ unsent: true })
      await third.ended
      expect(third.permit).toBeDefined()
    }),
  )

  test(
    'abort ends the wait at once and leaves the place to the next',
    run(async ({ limiter }) => {
      const first = await limiter.acquire(permitRequest([limit]))
      const abort = new AbortController()
      const aborted = call(limiter, permitRequest([limit], { signal: abort.signal }))
      const next = call(limiter, permitRequest([limit]))
      abort.abort(new Error('changed my mind'))
      await aborted.ended
      expect(TransportError.isInstance(aborted.error)).toBe(true)
      expect(aborted.error).toMatchObject({ code: 'aborted', outcome: 'not-sent' })
      first.settle({ unsent: true })
      await next.ended
      expect(next.permit).toBeDefined()
    }),
  )

  test(
    'a signal that is aborted already gets no permit',
    run(async ({ limiter }) => {
      const refused = call(limiter, permitRequest([limit], { signal: AbortSignal.abort() }))
      await refused.ended
      expect(refused.error).toMatchObject({ code: 'aborted' })
      expect(await limiter.acquire(permitRequest([limit]))).toBeDefined()
    }),
  )

  test(
    'close rejects those who wait and those who come later; permits still settle',
    run(async ({ limiter }) => {
      const first = await limiter.acquire(permitRequest([limit]))
      const waiting = [call(limiter, permitRequest([limit])), call(limiter, permitRequest([limit], { owner: 'other' }))]
      await until(() => expect(waiting[0]?.permit).toBeUndefined())
      limiter.close()
      const late = call(limiter, permitRequest([limit]))
      for (const one of [...waiting, late]) {
        await one.ended
        expect(TransportError.isInstance(one.error)).toBe(true)
        expect(one.error).toMatchObject({ code: 'closed', outcome: 'not-sent' })
      }
      first.settle({ observation: { remaining: 0 } })
      limiter.close()
    }),
  )

  for (const cost of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    test(
      `a cost of ${cost} is refused with its place`,
      run(async ({ limiter }) => {
        const refused = call(limiter, permitRequest([limit], { cost }))
        await refused.ended
        expect(InvalidInputError.isInstance(refused.error)).toBe(true)
        expect(refused.error).toMatchObject({ code: 'invalid-input', path: 'cost' })
      }),
    )
  }

  test(
    'a maxWaitMs that is no length of time is refused with its place',
    run(async ({ limiter }) => {
      const refused = call(limiter, permitRequest([limit], { maxWaitMs: Number.NaN }))
      await refused.ended
      expect(refused.error).toMatchObject({ code: 'invalid-input', path: 'maxWaitMs' })
    }),
  )

  test(
    'no limits, no wait',
    run(async ({ limiter }) => {
      const permit: MaybePromise<Permit> = limiter.acquire(permitRequest([]))
      expect((await permit).waitedMs).toBe(0)
    }),
  )
}
