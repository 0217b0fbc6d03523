import { expect, test } from 'vitest'
import type { OpenedStore, WithStore } from './store-under-test.ts'

/** What a store promises about opening, sharing and closing. */
export function testLife(run: WithStore): void {
  test(
    'after close every call fails with store-failed, and close can be called again',
    run(async ({ store }) => {
      const scoped = store.scope('tenant', 'owner')
      await scoped.documents.put('posts', 'a', 1, 'absent')
      await store.close()
      await store.close()
      const calls = [
        () => scoped.documents.get('posts', 'a'),
        () => scoped.documents.put('posts', 'a', 2, 'any'),
        () => scoped.due.claim('queue', { now: 0, leaseMs: 1, limit: 1 }),
        () => scoped.samples.read('series'),
        () => scoped.locks.acquire('lock', { now: 0, leaseMs: 1 }),
      ]
      for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'store-failed' })
    }),
  )

  test(
    'a durable store gives everything back when it is opened again',
    run(async (opened) => {
      if (!opened.store.durable) return expect(opened.openAgain).toBeUndefined()
      const { documents, due, samples, locks } = opened.store.scope('tenant', 'owner')
      const version = await documents.put('posts', 'a', { kept: true }, 'absent')
      await due.add('queue', 'a', 5)
      await due.claimOne('queue', 'a', { now: 0, leaseMs: 100 })
      await samples.append('series', [{ at: 1, value: 1 }])
      await locks.acquire('lock', { now: 0, leaseMs: 100 })
      await opened.store.close()
      const again = await openAgain(opened)
      const scoped = again.scope('tenant', 'owner')
      expect(await scoped.documents.get('posts', 'a')).toEqual({ id: 'a', value: { kept: true }, version })
      expect(await scoped.due.list('queue')).toEqual([{ id: 'a', dueAt: 5, leaseUntil: 100 }])
      expect(await scoped.samples.read('series')).toEqual([{ at: 1, value: 1 }])
      expect(await scoped.locks.acquire('lock', { now: 99, leaseMs: 1 })).toBeUndefined()
      await again.close()
    }),
  )

  test(
    'two that share the records see each other, and only one wins a claim or a version',
    run(async (opened) => {
      if (!opened.store.durable) return expect(opened.openAgain).toBeUndefined()
      const second = await openAgain(opened)
      const scopes = [opened.store.scope('tenant', 'owner'), second.scope('tenant', 'owner')] as const
      await scopes[0].due.add('queue', 'a', 0)
      const claims = await Promise.all(scopes.map(({ due }) => due.claim('queue', { now: 0, leaseMs: 100, limit: 1 })))
      expect(claims.flat()).toHaveLength(1)
      const writes = await Promise.allSettled(scopes.map(({ documents }) => documents.put('posts', 'a', 1, 'absent')))
      expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await scopes[1].documents.get('posts', 'a')).toEqual(await scopes[0].documents.get('posts', 'a'))
      await second.close()
    }),
  )
}

async function openAgain(opened: OpenedStore) {
  if (!opened.openAgain) throw new Error('a durable store must offer openAgain to its kit')
  return opened.openAgain()
}
