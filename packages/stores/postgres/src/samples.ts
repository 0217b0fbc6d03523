import type { Json, SampleStore } from '@tutti/model'
import type { Sql, TransactionSql } from 'postgres'
import type { Database } from './database.ts'
import { fromKey, keyBehindPrefix, toKey } from './keys.ts'

/** A statement takes 65 535 parameters at most, five for each sample. */
const rowsPerStatement = 10_000

/** Append-only series. */
export function createSamples(open: () => Promise<Database>, tenantName: string, ownerName: string): SampleStore {
  const tenant = toKey(tenantName)
  const owner = toKey(ownerName)

  return {
    async append(series, samples) {
      const database = await open()
      const key = toKey(series)
      const rows = samples.map(({ at, value }) => ({
        tenant,
        owner,
        series_key: key,
        at,
        value: JSON.stringify(value),
      }))
      const insert = (sql: Sql | TransactionSql, part: typeof rows) =>
        sql`INSERT INTO samples ${sql(part, 'tenant', 'owner', 'series_key', 'at', 'value')}`
      if (rows.length === 0) return
      if (rows.length <= rowsPerStatement) {
        // One statement is whole by itself, and one way to the server instead of three.
        await database.write((sql) => insert(sql, rows))
        return
      }
      await database.transact(async (sql) => {
        for (let start = 0; start < rows.length; start += rowsPerStatement) {
          await insert(sql, rows.slice(start, start + rowsPerStatement))
        }
      })
    },

    async read(series, { from = 0, to = Number.MAX_SAFE_INTEGER, limit = 1000 } = {}) {
      const database = await open()
      const rows = await database.read(
        (sql) => sql`
          SELECT at, value FROM samples
          WHERE tenant = ${tenant} AND owner = ${owner} AND series_key = ${toKey(series)} AND at >= ${from} AND at < ${to}
          ORDER BY at, sequence LIMIT ${limit}`,
      )
      return rows.map(({ at, value }) => ({ at: Number(at), value: JSON.parse(value) as Json }))
    },

    async listSeries(prefix = '') {
      const database = await open()
      const end = keyBehindPrefix(prefix)
      const rows = await database.read(
        (sql) => sql`
          SELECT DISTINCT series_key FROM samples
          WHERE tenant = ${tenant} AND owner = ${owner} AND series_key >= ${toKey(prefix)}
            ${end === undefined ? sql`` : sql`AND series_key < ${end}`}
          ORDER BY series_key`,
      )
      return rows.map(({ series_key }) => fromKey(series_key))
    },
  }
}
