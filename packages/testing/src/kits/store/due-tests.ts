import { expect, test } from 'vitest'
import { hostileIds, type WithStore } from './store-under-test.ts'

/** What a store promises about its due index. */
export function testDueIndex(run: WithStore): void {
  test(
    'claim takes what is due, oldest first, up to the limit',
    run(async ({ store }) => {
      const { due } = store.scope('tenant', 'owner')
      await due.add('queue', 'late', 300)
      await due.add('queue', 'early', 100)
      await due.add('queue', 'middle', 200)
      await due.add('other', 'elsewhere', 50)
      const first = await due.claim('queue', { now: 200, leaseMs: 1000, limit: 1 })
      expect(first.map(({ id, dueAt, leaseUntil }) => ({ id, dueAt, leaseUntil }))).toEqual([
        { id: 'early', dueAt: 100, leaseUntil: 1200 },
      ])
      expect((await due.claim('queue', { now: 200, leaseMs: 1000, limit: 10 })).map(({ id }) => id)).toEqual(['middle'])
      expect(await due.claim('queue', { now: 200, leaseMs: 1000, limit: 10 })).toEqual([])
      expect((await due.list('queue')).map(({ id }) => id)).toEqual(['early', 'middle', 'late'])
      expect((await due.list('queue', { until: 200 })).map(({ id }) => id)).toEqual(['early', 'middle'])
    }),
  )

  test(
    'a lease that ended is claimed anew, and the old holder can do nothing more',
    run(async ({ store }) => {
      const { due } = store.scope('tenant', 'owner')
      await due.add('queue', 'a', 0)
      const [stale] = await due.claim('queue', { now: 0, leaseMs: 100, limit: 1 })
      expect(await due.claim('queue', { now: 99, leaseMs: 100, limit: 1 })).toEqual([])
      const [fresh] = await due.claim('queue', { now: 100, leaseMs: 100, limit: 1 })
      if (!stale || !fresh) throw new Error('both claims must succeed')
      expect(fresh.fence).toBeGreaterThan(stale.fence)
      expect(await due.renew('queue', stale, { now: 100, leaseMs: 1000 })).toBeUndefined()
      expect(await due.release('queue', stale, 0)).toBe(false)
      expect(await due.complete('queue', stale)).toBe(false)
      expect((await due.list('queue')).map(({ leaseUntil }) => leaseUntil)).toEqual([200])
      expect(await due.complete('queue', fresh)).toBe(true)
      expect(await due.list('queue')).toEqual([])
      expect(await due.complete('queue', fresh)).toBe(false)
    }),
  )

  test(
    'renew prolongs, release makes due again',
    run(async ({ store }) => {
      const { due } = store.scope('tenant', 'owner')
      await due.add('queue', 'a', 0)
      const lease = await due.claimOne('queue', 'a', { now: 0, leaseMs: 100 })
      if (!lease) throw new Error('the claim must succeed')
      const renewed = await due.renew('queue', lease, { now: 50, leaseMs: 100 })
      expect(renewed).toMatchObject({ id: 'a', leaseUntil: 150 })
      expect(await due.claim('queue', { now: 120, leaseMs: 100, limit: 1 })).toEqual([])
      expect(await due.release('queue', renewed ?? lease, 500)).toBe(true)
      expect(await due.complete('queue', renewed ?? lease)).toBe(false)
      expect(await due.claim('queue', { now: 499, leaseMs: 100, limit: 1 })).toEqual([])
      expect(await due.claim('queue', { now: 500, leaseMs: 100, limit: 1 })).toHaveLength(1)
    }),
  )

  test(
    'claimOne takes one entry, due or not, unless it is absent or held',
    run(async ({ store }) => {
      const { due } = store.scope('tenant', 'owner')
      expect(await due.claimOne('queue', 'a', { now: 0, leaseMs: 100 })).toBeUndefined()
      await due.add('queue', 'a', 10_000)
      expect(await due.claimOne('queue', 'a', { now: 0, leaseMs: 100 })).toMatchObject({ id: 'a', dueAt: 10_000 })
      expect(await due.claimOne('queue', 'a', { now: 50, leaseMs: 100 })).toBeUndefined()
      expect(await due.claimOne('queue', 'a', { now: 100, leaseMs: 100 })).toBeDefined()
    }),
  )

  test(
    'adding again moves the entry and takes it from its holder; so does removing',
    run(async ({ store }) => {
      const { due } = store.scope('tenant', 'owner')
      await due.add('queue', 'a', 0)
      const first = await due.claimOne('queue', 'a', { now: 0, leaseMs: 1000 })
      await due.add('queue', 'a', 50)
      if (!first) throw new Error('the claim must succeed')
      expect(await due.complete('queue', first)).toBe(false)
      const [second] = await due.claim('queue', { now: 50, leaseMs: 1000, limit: 1 })
      expect(second?.fence).toBeGreaterThan(first.fence)
      await due.remove('queue', 'a')
      await due.remove('queue', 'a')
      await due.add('queue', 'a', 60)
      if (!second) throw new Error('the claim must succeed')
      expect(await due.complete('queue', second)).toBe(false)
      expect(await due.list('queue')).toMatchObject([{ id: 'a', dueAt: 60 }])
    }),
  )

  test(
    'many claimers at once never get the same entry',
    run(async ({ store }) => {
      const { due } = store.scope('tenant', 'owner')
      for (let index = 0; index < 50; index += 1) await due.add('queue', `id${index}`, index)
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => due.claim('queue', { now: 100, leaseMs: 1000, limit: 7 })),
      )
      const ids = claims.flat().map(({ id }) => id)
      expect(ids).toHaveLength(50)
      expect(new Set(ids).size).toBe(50)
    }),
  )

  test(
    'hostile ids can be claimed and completed',
    run(async ({ store }) => {
      const { due } = store.scope('tenant', 'owner')
      for (const id of hostileIds) await due.add('queue', id, 1)
      const leases = await due.claim('queue', { now: 1, leaseMs: 1000, limit: 100 })
      expect(leases.map(({ id }) => id)).toEqual(hostileIds.toSorted())
      for (const lease of leases) expect(await due.complete('queue', lease)).toBe(true)
      expect(await due.list('queue')).toEqual([])
    }),
  )
}
