import type { LimitKey } from '@tutti/model'
import { expect, test } from 'vitest'
import { type Call, call, permitRequest, type WithLimiter } from './limiter-under-test.ts'
import { until } from './until.ts'

/** What a limiter promises about `maxConcurrent`. */
export function testConcurrency(run: WithLimiter): void {
  const limit = (key: string, maxConcurrent: number): LimitKey => ({ key, windows: [], maxConcurrent })
  const underWay = (calls: readonly Call[]) => calls.filter((one) => one.permit !== undefined).length

  test(
    'so many at once and no more, until all have been served in their order',
    run(async ({ limiter }) => {
      const limits = [limit('upload', 3)]
      const calls = Array.from({ length: 10 }, () => call(limiter, permitRequest(limits)))
      for (let served = 0; served < calls.length; served += 1) {
        await until(() => expect(underWay(calls)).toBe(Math.min(calls.length, served + 3)))
        expect(calls.slice(0, underWay(calls)).every((one) => one.permit !== undefined)).toBe(true)
        calls[served]?.permit?.settle({})
      }
      await Promise.all(calls.map((one) => one.ended))
    }),
  )

  test(
    'the more urgent goes first',
    run(async ({ limiter }) => {
      const limits = [limit('upload', 1)]
      const first = await limiter.acquire(permitRequest(limits))
      const later = call(limiter, permitRequest(limits, { priority: 'backfill' }))
      const urgent = call(limiter, permitRequest(limits, { priority: 'publishing' }))
      await until(() => expect(underWay([later, urgent])).toBe(0))
      first.settle({})
      await urgent.ended
      await until(() => expect(later.permit).toBeUndefined())
      urgent.permit?.settle({})
      await later.ended
      expect(later.permit).toBeDefined()
    }),
  )

  test(
    'two limits at once: neither is held while the other is waited for by somebody who was aborted',
    run(async ({ limiter }) => {
      const [small, large] = [limit('small', 1), limit('large', 2)]
      const first = await limiter.acquire(permitRequest([small]))
      const abort = new AbortController()
      const both = call(limiter, permitRequest([large, small], { signal: abort.signal }))
      await until(() => expect(both.permit).toBeUndefined())
      abort.abort()
      await both.ended
      const others = [call(limiter, permitRequest([large])), call(limiter, permitRequest([large]))]
      await Promise.all(others.map((one) => one.ended))
      expect(underWay(others)).toBe(2)
      first.settle({})
    }),
  )

  test(
    'requests with these limits in the opposite order never wait for each other for ever',
    run(async ({ limiter }) => {
      const [left, right] = [limit('left', 1), limit('right', 1)]
      const calls = Array.from({ length: 20 }, (_, index) =>
        call(limiter, permitRequest(index % 2 === 0 ? [left, right] : [right, left], { owner: `owner-${index % 3}` })),
      )
      const settled = new Set<Call>()
      while (settled.size < calls.length) {
        await until(() => expect(underWay(calls)).toBeGreaterThan(settled.size))
        for (const one of calls) {
          if (one.permit === undefined || settled.has(one)) continue
          settled.add(one)
          one.permit.settle({})
        }
      }
      await Promise.all(calls.map((one) => one.ended))
    }),
  )
}
