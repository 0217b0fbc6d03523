import { memoryStore } from '@tutti/core'
import type { DueIndex, ScopedStore, Store } from '@tutti/model'
import type { Activity } from './activity.ts'

/**
 * A store in memory that counts as durable: the simulated process does not end. Work that is claimed or entered is
 * noted; looking for work and finding none is not, for that is what most of a month consists of.
 */
export function simulatedStore(activity: Activity): Store {
  const store = memoryStore()
  const watched = (due: DueIndex): DueIndex => ({
    add(queue, id, dueAt) {
      activity.note()
      return due.add(queue, id, dueAt)
    },
    async claim(queue, options) {
      const leases = await due.claim(queue, options)
      if (leases.length > 0) activity.note()
      return leases
    },
    remove: (queue, id) => due.remove(queue, id),
    claimOne: (queue, id, options) => due.claimOne(queue, id, options),
    renew: (queue, lease, options) => due.renew(queue, lease, options),
    complete: (queue, lease) => due.complete(queue, lease),
    release: (queue, lease, dueAt) => due.release(queue, lease, dueAt),
    list: (queue, options) => due.list(queue, options),
  })
  return {
    durable: true,
    scope(tenant, owner): ScopedStore {
      const { documents, due, samples, locks } = store.scope(tenant, owner)
      return { documents, due: watched(due), samples, locks }
    },
    close: () => store.close(),
  }
}
