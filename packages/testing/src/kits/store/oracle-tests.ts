import { type DocumentStore, type DueIndex, type Lease, StoreError } from '@tutti/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WithStore } from './store-under-test.ts'

const ids = fc.constantFrom('a', 'b', 'c')
const runs = 40

/** What the documents must be after the same writes, kept in the simplest way. */
interface Written {
  readonly value: number
  readonly version: number
}

async function putAsOracle(
  documents: DocumentStore,
  oracle: Map<string, Written>,
  id: string,
  value: number,
  guess: number,
) {
  const present = oracle.get(id)
  const expected = guess === 0 ? 'absent' : guess === 1 ? 'any' : (present?.version ?? 0) + (guess - 2)
  const fits = expected === 'any' || (expected === 'absent' ? !present : present?.version === expected)
  const result = await documents.put('posts', id, value, expected).catch((error: unknown) => error)
  if (fits) {
    expect(result).toBeTypeOf('number')
    oracle.set(id, { value, version: result as number })
  } else {
    expect(StoreError.isInstance(result)).toBe(true)
  }
}

/** Random sequences, compared with an oracle that fits on a page. */
export function testAgainstOracle(run: WithStore): void {
  test(
    'documents: random writes and deletes end where the oracle ends',
    run(async ({ store }) => {
      let round = 0
      const step = fc.record({ id: ids, value: fc.nat(9), guess: fc.nat(3), remove: fc.boolean() })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const { documents } = store.scope('oracle', String(++round))
          const oracle = new Map<string, Written>()
          for (const { id, value, guess, remove } of steps) {
            if (remove) {
              await documents.delete('posts', id)
              oracle.delete(id)
            } else {
              await putAsOracle(documents, oracle, id, value, guess)
            }
          }
          const expected = [...oracle]
            .map(([id, written]) => ({ id, ...written }))
            .sort((a, b) => (a.id < b.id ? -1 : 1))
          expect(await documents.list('posts')).toEqual(expected)
        }),
        { numRuns: runs },
      )
    }),
  )

  test(
    'due: whatever happens, an entry is held by at most one living lease with the newest fence',
    run(async ({ store }) => {
      let round = 0
      const step = fc.record({
        id: ids,
        action: fc.constantFrom('add', 'claim', 'renew', 'complete', 'release'),
        passMs: fc.nat(80),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          const { due } = store.scope('oracle', String(++round))
          await holdAsOracle(due, steps)
        }),
        { numRuns: runs },
      )
    }),
  )
}

async function holdAsOracle(due: DueIndex, steps: readonly { id: string; action: string; passMs: number }[]) {
  const leaseMs = 100
  const held = new Map<string, Lease[]>()
  const current = new Map<string, Lease | undefined>()
  let now = 0
  for (const { id, action, passMs } of steps) {
    now += passMs
    const newest = current.get(id)
    const past = held.get(id) ?? []
    if (action === 'add') {
      await due.add('queue', id, now)
      current.set(id, undefined)
    } else if (action === 'claim') {
      const lease = await due.claimOne('queue', id, { now, leaseMs })
      expect(Boolean(lease)).toBe(current.has(id) && (!newest || newest.leaseUntil <= now))
      if (!lease) continue
      for (const old of past) expect(lease.fence).toBeGreaterThan(old.fence)
      held.set(id, [...past, lease])
      current.set(id, lease)
    } else {
      const lease = past.at(-1)
      if (!lease) continue
      const owns = newest?.fence === lease.fence
      if (action === 'renew') {
        const renewed = await due.renew('queue', lease, { now, leaseMs })
        expect(Boolean(renewed)).toBe(owns)
        if (renewed) current.set(id, renewed)
      } else if (action === 'complete') {
        expect(await due.complete('queue', lease)).toBe(owns)
        if (owns) current.delete(id)
      } else {
        expect(await due.release('queue', lease, now)).toBe(owns)
        if (owns) current.set(id, undefined)
      }
    }
  }
  expect((await due.list('queue')).map(({ id }) => id).toSorted()).toEqual([...current.keys()].toSorted())
}
