import { priorities } from '@tutti/model'
import { expect, test } from 'vitest'
import { call, limitOf, permitRequest, useUp, type WithLimiter } from './limiter-under-test.ts'

const windowMs = 60_000

/** What a limiter promises about who is served first. */
export function testOrder(run: WithLimiter): void {
  test(
    'urgent operations go first',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 4, windowMs)
      await useUp(limiter, limit)
      const served: string[] = []
      const calls = [...priorities].reverse().map(async (priority) => {
        const permit = await limiter.acquire(permitRequest([limit], { priority }))
        served.push(priority)
        permit.settle({})
      })
      await clock.advance(1.01 * windowMs)
      await Promise.all(calls)
      expect(served).toEqual(priorities)
    }),
  )

  test(
    'one owner’s calls leave in the order in which they came, and nobody passes those who wait',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 5, windowMs)
      await useUp(limiter, limit)
      const served: number[] = []
      const calls = Array.from({ length: 20 }, async (_, index) => {
        await clock.sleep(index * 0.3 * windowMs)
        const permit = await limiter.acquire(permitRequest([limit]))
        served.push(index)
        permit.settle({})
      })
      await clock.advance(20 * windowMs)
      await Promise.all(calls)
      expect(served).toEqual(calls.map((_, index) => index))
    }),
  )

  test(
    'owners take turns: one with many calls does not hold up one with a single call',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 3, windowMs)
      await useUp(limiter, limit)
      const served: string[] = []
      const ask = async (owner: string) => {
        const permit = await limiter.acquire(permitRequest([limit], { owner }))
        served.push(owner)
        permit.settle({})
      }
      const calls = [...Array.from({ length: 9 }, () => ask('many')), ask('one'), ask('two'), ask('two')]
      await clock.advance(6 * windowMs)
      await Promise.all(calls)
      expect(served.slice(0, 6)).toEqual(['many', 'one', 'two', 'many', 'two', 'many'])
    }),
  )

  for (const isOwn of [false, true]) {
    test(
      `5 000 owners of ${isOwn ? 'a limit each within a shared one' : 'one limit'}: each is served before any a second time`,
      run(async ({ clock, limiter }) => {
        const shared = limitOf('shared', 1000, windowMs)
        await useUp(limiter, shared)
        const owners = Array.from({ length: 5000 }, (_, index) => `owner-${index}`)
        const served: string[] = []
        const ask = async (owner: string) => {
          const limits = isOwn ? [limitOf(owner, 10, windowMs), shared] : [shared]
          const permit = await limiter.acquire(permitRequest(limits, { owner }))
          served.push(owner)
          permit.settle({})
        }
        const calls = [...owners, ...owners].map(ask)
        await clock.advance(11 * windowMs)
        await Promise.all(calls)
        expect(new Set(served.slice(0, owners.length)).size).toBe(owners.length)
        expect(served).toHaveLength(2 * owners.length)
      }),
    )
  }

  test(
    'a large request is not starved by small ones of others',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 10, windowMs)
      const stop = new AbortController()
      const small = async (owner: string) => {
        while (!stop.signal.aborted) {
          const permit = await limiter.acquire(permitRequest([limit], { owner, signal: stop.signal }))
          await clock.sleep(1000)
          permit.settle({})
        }
      }
      const busy = Promise.allSettled(['one', 'two', 'three'].map(small))
      await clock.advance(1.5 * windowMs)
      const large = call(limiter, permitRequest([limit], { owner: 'large', cost: 10 }))
      await clock.advance(3 * windowMs)
      expect(large.permit).toBeDefined()
      stop.abort()
      await clock.advance(1000)
      await busy
    }),
  )

  test(
    'one account’s block stops no other, not even where both share a limit',
    run(async ({ clock, limiter }) => {
      const shared = limitOf('shared', 100, windowMs)
      const limitsOf = (owner: string) => [limitOf(owner, 10, windowMs), shared]
      const first = await limiter.acquire(permitRequest(limitsOf('blocked'), { owner: 'blocked' }))
      first.settle({ observation: { blockedUntil: clock.now() + windowMs } })
      const blocked = call(limiter, permitRequest(limitsOf('blocked'), { owner: 'blocked' }))
      for (let count = 0; count < 10; count += 1) {
        const permit = await limiter.acquire(permitRequest(limitsOf('free'), { owner: 'free' }))
        expect(permit.waitedMs).toBe(0)
        permit.settle({})
      }
      expect(blocked.permit).toBeUndefined()
      await clock.advance(windowMs + 1000)
      expect(blocked.permit).toBeDefined()
    }),
  )

  test(
    'an abort at the head of the queue lets the next one go at once when it fits',
    run(async ({ clock, limiter }) => {
      const limit = limitOf('limit', 10, windowMs)
      const first = await limiter.acquire(permitRequest([limit], { cost: 5 }))
      first.settle({})
      const abort = new AbortController()
      const large = call(limiter, permitRequest([limit], { cost: 8, signal: abort.signal, owner: 'large' }))
      const small = call(limiter, permitRequest([limit], { cost: 2, owner: 'small' }))
      await clock.advance(1000)
      expect(small.permit).toBeUndefined()
      abort.abort()
      await Promise.all([large.ended, small.ended])
      expect(small.permit).toBeDefined()
      expect(clock.pendingCount).toBe(0)
    }),
  )
}
