import type { Json, Permit, RateLimiter, Store } from '@tutti/model'
import { board, fakeBoard, virtualClock } from '@tutti/testing/fakes'
import { expect, onTestFinished, test } from 'vitest'
import { createTutti, memoryStore } from '../../src/index.ts'
import { scriptedPlatform } from './support/scripted-platform.ts'
import { createClient, silent } from './support/world.ts'

const never = new Promise<never>(() => {})

/** A store whose process dies when it has written that a request is about to leave: no call returns any more. */
function dyingStore(store: Store): Store {
  let isDead = false
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name: string) {
        const method = Reflect.get(target, name) as (...input: unknown[]) => Promise<unknown>
        return async (...input: unknown[]) => {
          if (isDead) return never
          const answer = await method.apply(target, input)
          const state = name === 'put' && (input[2] as { readonly state?: Json }).state
          isDead ||= state === 'publishing'
          return isDead ? never : answer
        }
      },
    })
  return {
    ...store,
    scope(tenant, owner) {
      const { documents, due, samples, locks } = store.scope(tenant, owner)
      return { documents: wrap(documents), due: wrap(due), samples, locks }
    },
  }
}

test('what a worker leaves that dies is taken over by one that lives, without a restart', async () => {
  const clock = virtualClock()
  const store: Store = { ...memoryStore(), durable: true, close: async () => {} }
  const platform = scriptedPlatform({ clock, guarantee: 'client-id', script: [] })
  const channels = { one: platform.adapter.channel({} as never) }
  const living = await createTutti({ channels, store, clock, log: silent })
  onTestFinished(() => living.close())
  // It has found nothing to do when the other one begins.
  await clock.advance(5_000)
  const dying = await createClient(platform, dyingStore(store), clock)
  void dying.publish({ id: 'p1', text: 'Hello' })
  await clock.advance(59_000)
  expect((await living.deliveries.get('p1', 'one'))?.state).toBe('publishing')
  await clock.advance(5 * 60_000)
  expect((await living.deliveries.get('p1', 'one'))?.state).toBe('published')
  expect(platform.ledger).toHaveLength(1)
})

test('a worker that slept while it waited for a permit sends nothing that another has taken over', async () => {
  const clock = virtualClock()
  let sleptMs = 0
  const shared = { ...clock, now: () => clock.now() + sleptMs }
  const store: Store = { ...memoryStore(), durable: true, close: async () => {} }
  const platform = fakeBoard({ guarantee: 'none', clock: shared })
  const server = await platform.listen()
  onTestFinished(() => platform.close())
  const permit = Promise.withResolvers<Permit>()
  const settled: unknown[] = []
  const asked = Promise.withResolvers<void>()
  const rateLimiter: RateLimiter = {
    acquire() {
      asked.resolve()
      return permit.promise
    },
    forecast: () => 0,
    close() {},
  }
  const common = { store, clock: shared, log: silent, recoverOnStart: false } as const
  const channels = { one: board({ server, guarantee: 'none' }).channel({}) }
  const sleeper = await createTutti({ ...common, channels, rateLimiter })
  const other = await createTutti({ ...common, channels })
  onTestFinished(() => other.close())
  onTestFinished(() => sleeper.close())
  const publishing = sleeper.publish({ id: 'p1', text: 'Hello' })
  await asked.promise
  sleptMs = 65_000
  await other.deliveries.recover()
  permit.resolve({ waitedMs: 0, settle: (result) => void settled.push(result) })
  expect((await publishing).deliveries.one?.state).toBe('needs-human')
  expect(platform.ledger.posts).toEqual([])
  expect(settled).toEqual([{ unsent: true }])
})
