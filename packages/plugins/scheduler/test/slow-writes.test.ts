import type { DocumentStore, Store } from '@tutti/core'
import { expect, test } from 'vitest'
import { at, lastingStore, minuteMs, start } from './support/start.ts'

/** A store as a process sees it whose write of a post's record takes long, or whose process dies right behind it. */
function slowStore(store: Store) {
  const gate = { before: Promise.withResolvers<void>(), after: Promise.withResolvers<void>() }
  const slow: Store = {
    ...store,
    scope(tenant, owner) {
      const scope = store.scope(tenant, owner)
      const put: DocumentStore['put'] = async (collection, id, value, expected) => {
        if (collection !== 'posts') return scope.documents.put(collection, id, value, expected)
        await gate.before.promise
        const version = await scope.documents.put(collection, id, value, expected)
        await gate.after.promise
        return version
      }
      const documents = scope.documents
      return {
        ...scope,
        documents: {
          put,
          get: (collection, id) => documents.get(collection, id),
          list: (collection, options) => documents.list(collection, options),
          delete: (collection, id, expected) => documents.delete(collection, id, expected),
        },
      }
    },
  }
  return { slow, gate }
}

test('a post that falls due while it is written is not forgotten', async () => {
  const store = lastingStore()
  const { clock, texts, adapter } = await start({ store })
  const { slow, gate } = slowStore(store)
  const planner = await start({ store: slow, clock, adapter, plugin: { work: false } })
  const scheduled = planner.tutti.scheduler.schedule({ id: 'slow', text: 'slow' }, { at: at(1) })
  await clock.advance(3 * minuteMs)
  expect(texts()).toEqual([])
  gate.after.resolve()
  gate.before.resolve()
  await scheduled
  await clock.advance(minuteMs / 2)
  expect(texts()).toEqual(['slow'])
})

test('nor when its process dies right after the record was written', async () => {
  const store = lastingStore()
  const { clock, texts, adapter } = await start({ store })
  const { slow, gate } = slowStore(store)
  const planner = await start({ store: slow, clock, adapter, plugin: { work: false } })
  void planner.tutti.scheduler.schedule({ id: 'slow', text: 'slow' }, { at: at(1) })
  await clock.advance(3 * minuteMs)
  // The record is written; nothing of the process runs behind it.
  gate.before.resolve()
  await clock.advance(2 * minuteMs)
  expect(texts()).toEqual(['slow'])
})

test('an earlier time that passes while it is written counts as well', async () => {
  const store = lastingStore()
  const { tutti, clock, texts, adapter } = await start({ store })
  await tutti.scheduler.schedule({ id: 'moved', text: 'moved' }, { at: at(60) })
  const { slow, gate } = slowStore(store)
  const planner = await start({ store: slow, clock, adapter, plugin: { work: false } })
  const moved = planner.tutti.scheduler.reschedule('moved', { at: at(1) })
  await clock.advance(3 * minuteMs)
  gate.after.resolve()
  gate.before.resolve()
  await moved
  await clock.advance(minuteMs / 2)
  expect(texts()).toEqual(['moved'])
})

test('an entry whose record never comes is dropped in the end', async () => {
  const { clock, store } = await start()
  const { due } = store.scope('default', 'scheduler')
  await due.add('posts', 'nobody', clock.now() + minuteMs)
  await clock.advance(5 * minuteMs)
  expect(await due.list('posts')).toHaveLength(1)
  await clock.advance(20 * minuteMs)
  expect(await due.list('posts')).toEqual([])
})
