import type { Store } from '@tutti/core'
import { postgresStore } from '@tutti/store-postgres'
import { sqliteStore } from '@tutti/store-sqlite'
import type { StorePlace } from './job.ts'

/** The store at a place. */
export function openStore(place: StorePlace): Store {
  return place.kind === 'sqlite' ? sqliteStore(place.file) : postgresStore(place.url, { schema: place.schema })
}
