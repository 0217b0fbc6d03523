// A process whose credential is over: it renews it, or waits for another process to do so, and makes one request.
// Told to stop somewhere on the way, it says so and does nothing more: then it is killed.
import { createTutti, type ScopedStore, type Store, TuttiError } from '@tutti/core'
import { sqliteStore } from '@tutti/store-sqlite'
import { acceleratedClock, identityAdapter } from '@tutti/testing/fakes'
import type { RenewalJob, StopPoint } from '../credentials/renewal-job.ts'

const job = JSON.parse(process.argv[2] ?? '') as RenewalJob
const tell = (message: object) => new Promise<void>((resolve) => process.send?.(message, () => resolve()))

let writes = 0

async function reach(point: StopPoint): Promise<void> {
  if (job.stopAt !== point) return
  await tell({ kind: 'stopped' })
  // Alive, and silent, until it is killed.
  setInterval(() => {}, 60_000)
  await new Promise(() => {})
}

function watched({ durable, scope, close }: Store): Store {
  return { durable, close: () => close(), scope: (tenant, owner) => watchedScope(scope(tenant, owner)) }
}

function watchedScope({ documents, due, samples, locks }: ScopedStore): ScopedStore {
  return {
    due,
    samples,
    documents: {
      get: (collection, id) => documents.get(collection, id),
      list: (collection, options) => documents.list(collection, options),
      delete: (collection, id, expected) => documents.delete(collection, id, expected),
      async put(collection, id, value, expected) {
        if (collection !== 'credentials') return documents.put(collection, id, value, expected)
        // That a renewal has begun is written first, where an unfinished one is asked about.
        const isMark = job.unfinishedRenewal === 'ask' && writes === 0
        writes += 1
        if (!isMark) await reach('answered')
        const version = await documents.put(collection, id, value, expected)
        await reach(isMark ? 'marked' : 'stored')
        return version
      },
    },
    locks: {
      async acquire(name, options) {
        await reach('waiting')
        const lock = await locks.acquire(name, options)
        if (lock !== undefined) await reach('locked')
        return lock
      },
      async release(lock) {
        const isReleased = await locks.release(lock)
        await reach('released')
        return isReleased
      },
    },
  }
}

const store = sqliteStore(job.storeFile)
const tutti = await createTutti({
  channels: { one: identityAdapter({ server: job.server, dpop: true }).channel() },
  store: watched({ durable: store.durable, scope: store.scope.bind(store), close: store.close.bind(store) }),
  credentialKey: job.credentialKey,
  unfinishedRenewal: job.unfinishedRenewal,
  clock: acceleratedClock(job.pace),
  log: { debug() {}, info() {}, warn() {} },
})
try {
  const { handle } = await tutti.channel('one').fetchProfile()
  await tell({ kind: 'done', handle })
} catch (error) {
  await tell({ kind: 'done', code: TuttiError.isInstance(error) ? error.code : String(error) })
}
await tutti.close()
process.disconnect()
