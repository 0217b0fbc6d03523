import type { DocumentStore, Expectation, Json, StoredDocument } from '@tutti/model'
import type { Sql, TransactionSql } from 'postgres'
import type { Database } from './database.ts'
import { storeConflict } from './errors.ts'
import { fromKey, keyBehindPrefix, toKey } from './keys.ts'

const maxListLimit = 1000

interface Row {
  readonly id_key: Uint8Array
  readonly value: string
  readonly version: string
}

function toDocument<T extends Json>({ id_key, value, version }: Row): StoredDocument<T> {
  return { id: fromKey(id_key), value: JSON.parse(value) as T, version: Number(version) }
}

/** Values with compare-and-set. Each write is one statement, which is alone with the row it changes. */
export function createDocuments(open: () => Promise<Database>, tenantName: string, ownerName: string): DocumentStore {
  const tenant = toKey(tenantName)
  const owner = toKey(ownerName)

  return {
    async get<T extends Json>(collection: string, id: string) {
      const database = await open()
      const [row] = await database.read(
        (sql) => sql<Row[]>`
          SELECT id_key, value, version FROM documents
          WHERE tenant = ${tenant} AND owner = ${owner} AND collection = ${toKey(collection)} AND id_key = ${toKey(id)}`,
      )
      return row && toDocument<T>(row)
    },

    async put(collection, id, value, expected) {
      const database = await open()
      const name = toKey(collection)
      const key = toKey(id)
      const text = JSON.stringify(value)
      const [row] = await database.write((sql) => {
        if (typeof expected === 'number') {
          return sql`
            UPDATE documents SET value = ${text}, version = version + 1
            WHERE tenant = ${tenant} AND owner = ${owner} AND collection = ${name} AND id_key = ${key}
              AND version = ${expected} RETURNING version`
        }
        return sql`
          INSERT INTO documents (tenant, owner, collection, id_key, value, version)
          VALUES (${tenant}, ${owner}, ${name}, ${key}, ${text}, 1)
          ON CONFLICT (tenant, owner, collection, id_key) ${onConflict(sql, expected)} RETURNING version`
      })
      if (!row) throw storeConflict(collection, id)
      return Number(row.version)
    },

    async delete(collection, id, expected = 'any') {
      const database = await open()
      const name = toKey(collection)
      const key = toKey(id)
      const isThere = (sql: Sql | TransactionSql) => sql`
        tenant = ${tenant} AND owner = ${owner} AND collection = ${name} AND id_key = ${key}`
      if (expected === 'absent') {
        const rows = await database.read((sql) => sql`SELECT 1 FROM documents WHERE ${isThere(sql)}`)
        if (rows.length > 0) throw storeConflict(collection, id)
        return
      }
      const { count } = await database.write((sql) =>
        expected === 'any'
          ? sql`DELETE FROM documents WHERE ${isThere(sql)}`
          : sql`DELETE FROM documents WHERE ${isThere(sql)} AND version = ${expected}`,
      )
      if (count === 0 && expected !== 'any') throw storeConflict(collection, id)
    },

    async list<T extends Json>(collection: string, options: Parameters<DocumentStore['list']>[1] = {}) {
      const database = await open()
      const prefix = options.prefix ?? ''
      const end = keyBehindPrefix(prefix)
      const limit = Math.min(options.limit ?? 100, maxListLimit)
      const rows = await database.read(
        (sql) => sql<Row[]>`
          SELECT id_key, value, version FROM documents
          WHERE tenant = ${tenant} AND owner = ${owner} AND collection = ${toKey(collection)}
            AND id_key >= ${toKey(prefix)}
            ${end === undefined ? sql`` : sql`AND id_key < ${end}`}
            ${options.after === undefined ? sql`` : sql`AND id_key > ${toKey(options.after)}`}
          ORDER BY id_key LIMIT ${limit}`,
      )
      return rows.map((row) => toDocument<T>(row))
    },
  }
}

function onConflict(sql: Sql | TransactionSql, expected: Exclude<Expectation, number>) {
  return expected === 'absent'
    ? sql`DO NOTHING`
    : sql`DO UPDATE SET value = excluded.value, version = documents.version + 1`
}
