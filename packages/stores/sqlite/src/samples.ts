import type { Json, SampleStore } from '@tutti/model'
import type { Database } from './database.ts'
import { fromKey, keyBehindPrefix, toKey } from './keys.ts'

/** Append-only series. */
export function createSamples(open: () => Promise<Database>, tenant: string, owner: string): SampleStore {
  return {
    async append(series, samples) {
      const database = await open()
      const key = toKey(series)
      await database.write(() => {
        const insert = database.prepare(
          'INSERT INTO samples (tenant, owner, series_key, at, value) VALUES (?, ?, ?, ?, ?)',
        )
        for (const { at, value } of samples) insert.run(tenant, owner, key, at, JSON.stringify(value))
      })
    },

    async read(series, { from = 0, to = Number.MAX_SAFE_INTEGER, limit = 1000 } = {}) {
      const database = await open()
      return database.read(() =>
        database
          .prepare(
            `SELECT at, value FROM samples WHERE tenant = ? AND owner = ? AND series_key = ? AND at >= ? AND at < ?
             ORDER BY at, sequence LIMIT ?`,
          )
          .all(tenant, owner, toKey(series), from, to, limit)
          .map((row) => ({ at: Number(row.at), value: JSON.parse(String(row.value)) as Json })),
      )
    },

    async listSeries(prefix = '') {
      const database = await open()
      const end = keyBehindPrefix(prefix) ?? null
      return database.read(() =>
        database
          .prepare(
            `SELECT DISTINCT series_key FROM samples
             WHERE tenant = ? AND owner = ? AND series_key >= ? AND (? IS NULL OR series_key < ?) ORDER BY series_key`,
          )
          .all(tenant, owner, toKey(prefix), end, end)
          .map((row) => fromKey(row.series_key as Uint8Array)),
      )
    },
  }
}
