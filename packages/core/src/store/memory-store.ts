import type { ScopedStore, Store } from '@tutti/model'
import { MemoryDocuments } from './memory-documents.ts'
import { MemoryDue } from './memory-due.ts'
import { MemoryLocks } from './memory-locks.ts'
import { MemorySamples } from './memory-samples.ts'
import { MemoryState } from './memory-state.ts'

/** A store that lives as long as the process: for tests, and for clients that schedule nothing. */
export function memoryStore(): Store {
  const state = new MemoryState()
  const scopes = new Map<string, ScopedStore>()
  return {
    durable: false,
    scope(tenant, owner) {
      // Joined as JSON: ["a","b:c"] and ["a:b","c"] stay two keys.
      const key = JSON.stringify([tenant, owner])
      let scope = scopes.get(key)
      if (scope === undefined) {
        scope = {
          documents: new MemoryDocuments(state),
          due: new MemoryDue(state),
          samples: new MemorySamples(state),
          locks: new MemoryLocks(state),
        }
        scopes.set(key, scope)
      }
      return scope
    },
    close: async () => state.close(),
  }
}
