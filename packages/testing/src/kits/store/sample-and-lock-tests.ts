import { expect, test } from 'vitest'
import type { WithStore } from './store-under-test.ts'

/** What a store promises about series of samples. */
export function testSamples(run: WithStore): void {
  test(
    'samples are read by time, those of one instant in the order they came',
    run(async ({ store }) => {
      const { samples } = store.scope('tenant', 'owner')
      await samples.append('likes', [
        { at: 20, value: 2 },
        { at: 10, value: 1 },
      ])
      await samples.append('likes', [
        { at: 20, value: { again: true } },
        { at: 30, value: null },
      ])
      await samples.append('shares', [{ at: 15, value: 9 }])
      const all = await samples.read('likes')
      expect(all).toEqual([
        { at: 10, value: 1 },
        { at: 20, value: 2 },
        { at: 20, value: { again: true } },
        { at: 30, value: null },
      ])
      expect(await samples.read('likes', { from: 20, to: 30 })).toEqual(all.slice(1, 3))
      expect(await samples.read('likes', { limit: 1 })).toEqual(all.slice(0, 1))
      expect(await samples.read('nothing')).toEqual([])
    }),
  )

  test(
    'series are listed by prefix, taken literally',
    run(async ({ store }) => {
      const { samples } = store.scope('tenant', 'owner')
      for (const series of ['post%1', 'post/1', 'post/2', 'profile/1'])
        await samples.append(series, [{ at: 1, value: 1 }])
      expect(await samples.listSeries('post/')).toEqual(['post/1', 'post/2'])
      expect(await samples.listSeries('post%')).toEqual(['post%1'])
      expect(await samples.listSeries()).toEqual(['post%1', 'post/1', 'post/2', 'profile/1'])
    }),
  )
}

/** What a store promises about locks. */
export function testLocks(run: WithStore): void {
  test(
    'a lock is held by one, ends by itself, and its fence grows',
    run(async ({ store }) => {
      const { locks } = store.scope('tenant', 'owner')
      const first = await locks.acquire('refresh', { now: 0, leaseMs: 100 })
      expect(first).toMatchObject({ name: 'refresh', until: 100 })
      expect(await locks.acquire('refresh', { now: 99, leaseMs: 100 })).toBeUndefined()
      expect(await store.scope('other', 'owner').locks.acquire('refresh', { now: 99, leaseMs: 100 })).toBeDefined()
      const second = await locks.acquire('refresh', { now: 100, leaseMs: 100 })
      if (!first || !second) throw new Error('both must be acquired')
      expect(second.fence).toBeGreaterThan(first.fence)
      expect(await locks.release(first)).toBe(false)
      expect(await locks.acquire('refresh', { now: 150, leaseMs: 100 })).toBeUndefined()
      expect(await locks.release(second)).toBe(true)
      expect(await locks.release(second)).toBe(false)
      const third = await locks.acquire('refresh', { now: 150, leaseMs: 100 })
      expect(third?.fence).toBeGreaterThan(second.fence)
    }),
  )

  test(
    'of many who ask at once exactly one gets the lock',
    run(async ({ store }) => {
      const { locks } = store.scope('tenant', 'owner')
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => locks.acquire('one', { now: 0, leaseMs: 100 })),
      )
      expect(answers.filter(Boolean)).toHaveLength(1)
    }),
  )
}
