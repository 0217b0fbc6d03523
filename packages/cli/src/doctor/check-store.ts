import type { Session } from '../client/open-session.ts'
import { type Finding, findingOf } from './finding.ts'

/** Whether the store can be written, and whether it remembers. */
export async function checkStore({ store, storeIsDurable }: Session): Promise<Finding> {
  try {
    const version = await store.documents.put('doctor', 'probe', { v: 1 }, 'any')
    await store.documents.delete('doctor', 'probe', version)
  } catch (error) {
    return findingOf('store', error)
  }
  return storeIsDurable
    ? { what: 'store', state: 'ok', message: 'can be written, and survives this process' }
    : {
        what: 'store',
        state: 'warning',
        message: 'is in memory: what was published is forgotten when a command ends',
        advice: "Give the configuration a store: sqliteStore('tutti.db') of @tutti/store-sqlite.",
      }
}
