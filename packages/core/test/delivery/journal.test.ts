import { afterPublish, definePlugin, guardPublish, type Lease, type Preview, pluginRef, StoreError } from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { memoryStore } from '../../src/store/memory-store.ts'
import { mortalStore } from './support/mortal-store.ts'
import { settle } from './support/run-clock.ts'
import { scriptedPlatform } from './support/scripted-platform.ts'
import { createClient, createWorld } from './support/world.ts'

const patient = { reconcileWithinMs: 120_000 }
const plugin = (hooks: Parameters<typeof definePlugin>[0]['hooks']) => [
  definePlugin({ ref: pluginRef<object>()('watcher'), hooks, setup: () => ({}) }),
]

test('a preview whose content was changed is held, and nothing is sent', async () => {
  const world = await createWorld('key')
  const preview = await world.tutti.prepare({ id: 'p1', text: 'Hello' })
  const forged = JSON.parse(JSON.stringify(preview).replace('Hello', 'Hullo')) as Preview<'one'>
  const { deliveries } = await world.tutti.publish(forged)
  expect(deliveries.one).toMatchObject({ state: 'held', parts: [{ error: { code: 'content-changed' } }] })
  expect(world.platform.requests).toHaveLength(0)
  expect(await world.tutti.deliveries.get('p1', 'one')).toBeUndefined()
})

test('nobody can change what was prepared, and the author’s own objects stay theirs', async () => {
  const labels = { campaign: 'spring' }
  const guard = guardPublish.use(({ prepared }) => {
    Object.assign(prepared.parts[0] as object, { text: 'Buy now' })
  })
  const world = await createWorld('key', [], { plugins: plugin([guard]) })
  expect(await world.publish({ labels })).toMatchObject({ state: 'held' })
  expect(world.platform.requests).toHaveLength(0)
  labels.campaign = 'autumn'

  const plain = await createWorld('key')
  const preview = await plain.tutti.prepare({ text: 'Hello', labels })
  labels.campaign = 'winter'
  expect(preview.channels.one.labels).toEqual({ campaign: 'autumn' })
  const copy = JSON.parse(JSON.stringify(preview)) as typeof preview
  expect((await plain.tutti.publish(copy)).deliveries.one.state).toBe('published')
})

test('other content under a published id is held, and what stands stays as it is', async () => {
  const world = await createWorld('key')
  const first = await world.publish({ text: 'Hello' })
  const other = await world.publish({ text: 'Something else' })
  expect(other).toMatchObject({ state: 'held', parts: [{ error: { code: 'already-published' } }] })
  expect(await world.tutti.deliveries.get('p1', 'one')).toEqual(first)
  expect(world.platform.ledger).toHaveLength(1)
})

test('other content replaces what was rejected', async () => {
  const world = await createWorld('key', ['reject'])
  await world.publish({ text: 'Hello' })
  expect(await world.publish({ text: 'Something else' })).toMatchObject({ state: 'published' })
  expect(world.platform.ledger.map((entry) => entry.text)).toEqual(['Something else'])
})

test('the same id published twice at once goes out once', async () => {
  const world = await createWorld('read-back')
  const deliveries = await Promise.all([world.publish(), world.publish(), world.publish()])
  expect(deliveries.map((delivery) => delivery.state)).toEqual(['published', 'published', 'published'])
  expect(world.platform.ledger).toHaveLength(1)
})

test('the same id published at once by two processes goes out once', async () => {
  const clock = virtualClock()
  const store = memoryStore()
  const platform = scriptedPlatform({ clock, guarantee: 'read-back' })
  const clients = await Promise.all([createClient(platform, store, clock), createClient(platform, store, clock)])
  const post = { id: 'p1', text: 'Hello' }
  const results = await Promise.all(clients.map((client) => settle(clock, client.publish(post))))
  expect(platform.ledger).toHaveLength(1)
  expect(results.map((result) => result?.deliveries.one.state)).toContain('published')
  await clock.advance(10 * 60_000)
  await settle(clock, (clients[0] as (typeof clients)[0]).deliveries.recover())
  expect(await clients[0]?.deliveries.get('p1', 'one')).toMatchObject({ state: 'published' })
  expect(platform.ledger).toHaveLength(1)
})

test('a guard holds a post back at the last moment, with its reason', async () => {
  let reason: string | undefined = 'not on Sundays'
  const guard = guardPublish.use(() => (reason ? { deny: reason } : undefined))
  const world = await createWorld('key', [], { plugins: plugin([guard]) })
  expect(await world.publish()).toMatchObject({ state: 'held', reason: 'not on Sundays' })
  expect(world.platform.requests).toHaveLength(0)
  reason = undefined
  expect(await world.publish()).toMatchObject({ state: 'published' })
})

test('a guard that throws denies', async () => {
  const guard = guardPublish.use(() => {
    throw new Error('broken')
  })
  const world = await createWorld('key', [], { plugins: plugin([guard]) })
  expect(await world.publish()).toMatchObject({ state: 'held' })
  expect(world.platform.requests).toHaveLength(0)
})

test('a plugin that fails after publishing changes nothing', async () => {
  const hook = afterPublish.use(() => {
    throw new Error('broken')
  })
  const world = await createWorld('key', [], { plugins: plugin([hook]) })
  world.tutti.on('post.published', () => {
    throw new Error('broken as well')
  })
  expect(await world.publish()).toMatchObject({ state: 'published' })
})

test('afterPublish is run again after a crash, for the same delivery', async () => {
  const clock = virtualClock()
  const shared = memoryStore()
  const store = mortalStore(shared)
  const platform = scriptedPlatform({ clock, guarantee: 'key' })
  const told: string[] = []
  const hook = afterPublish.use(({ delivery }) => {
    told.push(`${delivery.postId} ${delivery.parts[0]?.ref?.id}`)
    store.stop()
  })
  const dying = await createClient(platform, store, clock, { plugins: plugin([hook]) })
  await settle(clock, dying.publish({ id: 'p1', text: 'Hello' }), () => store.isStopped)
  await clock.advance(5 * 60_000)
  const next = await createClient(platform, shared, clock, { plugins: plugin([hook]) })
  await settle(clock, next.deliveries.recover())
  expect(told).toEqual(['p1 post-1', 'p1 post-1'])
  expect(platform.ledger).toHaveLength(1)
})

test.each([1, 2, 3, 4, 5])(
  'a disk that is full from write %i on: nothing is sent before it is journalled',
  async (from) => {
    const clock = virtualClock()
    const store = memoryStore()
    const platform = scriptedPlatform({ clock, guarantee: 'read-back' })
    let writes = 0
    const scope = store.scope.bind(store)
    let isFull = true
    store.scope = (tenant, owner) => {
      const part = scope(tenant, owner)
      const put = part.documents.put.bind(part.documents)
      part.documents.put = async (...input) => {
        writes += 1
        if (isFull && writes >= from) throw new StoreError({ code: 'store-failed', message: 'the disk is full' })
        return put(...input)
      }
      return part
    }
    const client = await createClient(platform, store, clock)
    const delivery = (await settle(clock, client.publish({ id: 'p1', text: 'Hello' })))?.deliveries.one
    if (platform.ledger.length === 0) {
      expect(['not-sent', 'queued']).toContain(delivery?.state)
      expect(delivery?.parts[0]?.error).toMatchObject({ code: 'store-failed' })
    } else expect(delivery).toMatchObject({ state: 'published', parts: [{ ref: { id: 'post-1' } }] })

    isFull = false
    await clock.advance(10 * 60_000)
    const settled = await client.deliveries.get('p1', 'one')
    expect(platform.ledger.length).toBeLessThanOrEqual(1)
    expect(settled?.state ?? 'not-sent').toBe(platform.ledger.length === 1 ? 'published' : 'not-sent')
  },
)

test('recover leaves a living worker alone', async () => {
  const world = await createWorld('read-back', ['lose-answer'], { failedReads: 3 })
  const other = await createClient(world.platform, world.store, world.clock)
  const published = world.tutti.publish({ id: 'p1', text: 'Hello' })
  await world.clock.advance(2_000)
  expect(await other.deliveries.recover()).toEqual([])
  expect((await settle(world.clock, published))?.deliveries.one).toMatchObject({ state: 'published' })
})

test('a lease is renewed for as long as the work takes', async () => {
  const world = await createWorld('read-back', ['lose-request'], { failedReads: 6 })
  const published = world.tutti.publish({ id: 'p1', text: 'Hello' }, { reconcileWithinMs: 60 * 60_000 })
  const other = await createClient(world.platform, world.store, world.clock)
  for (let minute = 0; minute < 5; minute += 1) {
    await world.clock.advance(60_000)
    expect(await other.deliveries.recover()).toEqual([])
  }
  await settle(world.clock, published)
})

test('an entry without a record is tidied away', async () => {
  const world = await createWorld('key')
  const { due } = world.store.scope('default', 'core')
  await due.add('deliveries', 'nobody one', world.clock.now())
  expect(await world.recover()).toEqual([])
  expect(await due.list('deliveries')).toEqual([])
})

test('a settled delivery leaves no entry and no timer behind', async () => {
  const world = await createWorld('key', ['lose-answer'])
  await world.publish()
  const entries: readonly Pick<Lease, 'id'>[] = await world.store.scope('default', 'core').due.list('deliveries')
  expect(entries).toEqual([])
  await world.tutti.close()
  expect(world.clock.pendingCount).toBe(0)
})

test('closing ends a wait, and the next client goes on', async () => {
  const world = await createWorld('key', ['lose-request'])
  const published = world.tutti.publish({ id: 'p1', text: 'Hello' }, patient)
  await world.clock.advance(5_000)
  const [result] = await Promise.all([settle(world.clock, published), world.tutti.close()])
  expect(result?.deliveries.one.state).toBe('unknown')
})

test('deliveries are listed by post id, whole posts at a time', async () => {
  const world = await createWorld('key')
  for (const id of ['b/1', 'a', 'ä ö', 'c%']) await world.publish({ id, text: `Post ${id}` })
  const all = await world.tutti.deliveries.list()
  expect(all.map((delivery) => delivery.postId)).toEqual(['a', 'b/1', 'c%', 'ä ö'])
  const [first] = await world.tutti.deliveries.list({ limit: 1 })
  expect(first?.postId).toBe('a')
  const rest = await world.tutti.deliveries.list({ after: 'a' })
  expect(rest.map((delivery) => delivery.postId)).not.toContain('a')
  expect(rest).toHaveLength(3)
  expect(await world.tutti.deliveries.get('b/1', 'one')).toMatchObject({ state: 'published' })
})

test('decide checks what it is asked to do', async () => {
  const world = await createWorld('read-back', ['publish', 'lose-request'])
  await world.publish({ id: 'first' })
  const [taken] = world.platform.ledger
  const ref = { v: 1, kind: 'post', platform: 'scripted', id: taken?.id ?? '' } as const
  const unknown = await world.publish({ id: 'p1' }, { reconcileWithinMs: 0 })
  expect(unknown.state).toBe('unknown')
  await expect(world.decide({ part: 0, decision: 'resend' })).rejects.toMatchObject({ code: 'needs-decision' })
  await world.clock.advance(60 * 60_000)

  await expect(world.decide({ part: 7, decision: 'resend' })).rejects.toMatchObject({ path: 'part' })
  await expect(world.decide({ part: 0, decision: 'forget' as 'drop' })).rejects.toMatchObject({ path: 'decision' })
  await expect(world.decide({ part: 0, decision: 'published', ref })).rejects.toMatchObject({ path: 'ref' })
  await expect(
    world.decide({ part: 0, decision: 'published', ref: { ...ref, platform: 'other' } }),
  ).rejects.toMatchObject({ path: 'ref' })
  await expect(
    world.tutti.deliveries.decide({ postId: 'x', channel: 'one', part: 0, decision: 'drop' }),
  ).rejects.toMatchObject({ code: 'invalid-input', path: 'postId' })
  const seen = await world.decide({ part: 0, decision: 'published', ref: { ...ref, id: 'seen' } })
  expect(seen).toMatchObject({ state: 'published', parts: [{ confirmedBy: 'person', ref: { id: 'seen' } }] })
  expect(world.platform.requests).toHaveLength(2)
})
