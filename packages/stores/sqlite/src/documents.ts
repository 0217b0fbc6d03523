import type { DocumentStore, Expectation, Json, StoredDocument } from '@tutti/model'
import type { Database } from './database.ts'
import { storeConflict } from './errors.ts'
import { fromKey, keyBehindPrefix, toKey } from './keys.ts'

const maxListLimit = 1000

// Built once: a statement is looked up by its text, and a new text would have to be hashed each time.
const where = 'tenant = ? AND owner = ? AND collection = ? AND id_key = ?'
const insert = 'INSERT INTO documents (tenant, owner, collection, id_key, value, version) VALUES (?, ?, ?, ?, ?, 1)'
const sql = {
  find: `SELECT id_key, value, version FROM documents WHERE ${where}`,
  insert: `${insert} ON CONFLICT DO NOTHING RETURNING version`,
  replace: `UPDATE documents SET value = ?, version = version + 1 WHERE ${where} AND version = ?`,
  put: `${insert} ON CONFLICT DO UPDATE SET value = excluded.value, version = version + 1 RETURNING version`,
  delete: `DELETE FROM documents WHERE ${where}`,
  deleteVersion: `DELETE FROM documents WHERE ${where} AND version = ?`,
}

interface Row {
  readonly id_key: Uint8Array
  readonly value: string
  readonly version: number
}

function toDocument<T extends Json>(row: Row): StoredDocument<T> {
  return { id: fromKey(row.id_key), value: JSON.parse(row.value) as T, version: row.version }
}

/** Values with compare-and-set. */
export function createDocuments(open: () => Promise<Database>, tenant: string, owner: string): DocumentStore {
  /** Writes a value in one statement. @returns its version; nothing when the expectation did not hold */
  const write = (
    database: Database,
    collection: string,
    key: Uint8Array,
    text: string,
    expected: Expectation,
  ): number | undefined => {
    if (typeof expected === 'number') {
      const { changes } = database.prepare(sql.replace).run(text, tenant, owner, collection, key, expected)
      return changes === 0 ? undefined : expected + 1
    }
    const row = database.prepare(expected === 'absent' ? sql.insert : sql.put).get(tenant, owner, collection, key, text)
    return row && Number(row.version)
  }

  return {
    async get<T extends Json>(collection: string, id: string) {
      const database = await open()
      return database.read(() => {
        const row = database.prepare(sql.find).get(tenant, owner, collection, toKey(id)) as Row | undefined
        return row && toDocument<T>(row)
      })
    },

    async put(collection, id, value, expected) {
      const database = await open()
      const text = JSON.stringify(value)
      return database.writeOne(() => {
        const version = write(database, collection, toKey(id), text, expected)
        if (version === undefined) throw storeConflict(collection, id)
        return version
      })
    },

    async delete(collection, id, expected = 'any') {
      const database = await open()
      await database.writeOne(() => {
        const key = [tenant, owner, collection, toKey(id)] as const
        if (expected === 'absent') {
          if (database.prepare(sql.find).get(...key)) throw storeConflict(collection, id)
          return
        }
        const { changes } =
          expected === 'any'
            ? database.prepare(sql.delete).run(...key)
            : database.prepare(sql.deleteVersion).run(...key, expected)
        if (changes === 0 && expected !== 'any') throw storeConflict(collection, id)
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
