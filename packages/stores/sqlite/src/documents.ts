import type { DocumentStore, Expectation, Json, StoredDocument } from '@tutti/model'
import type { Database } from './database.ts'
import { storeConflict } from './errors.ts'
import { fromKey, keyBehindPrefix, toKey } from './keys.ts'

const maxListLimit = 1000

interface Row {
  readonly id_key: Uint8Array
  readonly value: string
  readonly version: number
}

function toDocument<T extends Json>(row: Row): StoredDocument<T> {
  return { id: fromKey(row.id_key), value: JSON.parse(row.value) as T, version: row.version }
}

function holds(expected: Expectation, version: number | undefined): boolean {
  if (expected === 'any') return true
  return expected === 'absent' ? version === undefined : version === expected
}

/** Values with compare-and-set. */
export function createDocuments(open: () => Promise<Database>, tenant: string, owner: string): DocumentStore {
  const find = (database: Database, collection: string, key: Uint8Array) =>
    database
      .prepare(
        'SELECT id_key, value, version FROM documents WHERE tenant = ? AND owner = ? AND collection = ? AND id_key = ?',
      )
      .get(tenant, owner, collection, key) as Row | undefined

  return {
    async get<T extends Json>(collection: string, id: string) {
      const database = await open()
      return database.read(() => {
        const row = find(database, collection, toKey(id))
        return row && toDocument<T>(row)
      })
    },

    async put(collection, id, value, expected) {
      const database = await open()
      const text = JSON.stringify(value)
      return database.write(() => {
        const key = toKey(id)
        const present = find(database, collection, key)?.version
        if (!holds(expected, present)) throw storeConflict(collection, id)
        const version = (present ?? 0) + 1
        database
          .prepare(
            'INSERT OR REPLACE INTO documents (tenant, owner, collection, id_key, value, version) VALUES (?, ?, ?, ?, ?, ?)',
          )
          .run(tenant, owner, collection, key, text, version)
        return version
      })
    },

    async delete(collection, id, expected = 'any') {
      const database = await open()
      await database.write(() => {
        const key = toKey(id)
        if (!holds(expected, find(database, collection, key)?.version)) throw storeConflict(collection, id)
        database
          .prepare('DELETE FROM documents WHERE tenant = ? AND owner = ? AND collection = ? AND id_key = ?')
          .run(tenant, owner, collection, key)
      })
    },

    async list<T extends Json>(collection: string, options: Parameters<DocumentStore['list']>[1] = {}) {
      const database = await open()
      const prefix = options.prefix ?? ''
      const end = keyBehindPrefix(prefix)
      const after = options.after === undefined ? undefined : toKey(options.after)
      const limit = Math.min(options.limit ?? 100, maxListLimit)
      return database.read(() =>
        (
          database
            .prepare(
              `SELECT id_key, value, version FROM documents
               WHERE tenant = ? AND owner = ? AND collection = ? AND id_key >= ? AND (? IS NULL OR id_key < ?) AND (? IS NULL OR id_key > ?)
               ORDER BY id_key LIMIT ?`,
            )
            .all(
              tenant,
              owner,
              collection,
              toKey(prefix),
              end ?? null,
              end ?? null,
              after ?? null,
              after ?? null,
              limit,
            ) as unknown as Row[]
        ).map((row) => toDocument<T>(row)),
      )
    },
  }
}
