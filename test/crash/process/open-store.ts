import type { Store } from '@tutti/core'
import { postgresStore } from '@tutti/store-postgres'
import { sqliteStore } from '@tutti/store-sqlite'
import type { StorePlace } from './job.ts'

/** A dozen processes and stores are at the server at the same time, which takes a hundred connections. */
const maxConnections = 5

/** The store at a place. */
export function openStore(place: StorePlace): Store {
  if (place.kind === 'sqlite') return sqliteStore(place.file)
  return postgresStore(place.url, { schema: place.schema, maxConnections })
}
