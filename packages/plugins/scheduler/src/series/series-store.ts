import { InvalidInputError, type Json, type ScopedStore } from '@tutti/model'
import { isTakenOver } from '../calendar/records.ts'
import type { Series } from './series-api.ts'

const collection = 'series'

/** A series as it is stored. */
export interface SeriesRecord extends Series {
  /** Where its posts go, for what is foreseen. */
  readonly channels: readonly string[]
  /** Epoch milliseconds before which every occurrence was placed. */
  readonly placedUntil: number
  /** Which revision the posts in the calendar follow. */
  readonly placedRevision: number
  /** Epoch milliseconds of the last change: what was due before is not touched by it. */
  readonly changedAt: number
}

/** One stored series with its version, for compare-and-set. */
export interface VersionedSeries {
  readonly record: SeriesRecord
  readonly version: number
}

/** Series in the store. */
export function createSeriesStore({ documents }: ScopedStore) {
  const find = async (id: string): Promise<VersionedSeries | undefined> => {
    const stored = await documents.get(collection, id)
    return stored && { record: stored.value as unknown as SeriesRecord, version: stored.version }
  }

  const get = async (id: string): Promise<VersionedSeries> => {
    const found = typeof id === 'string' && id !== '' ? await find(id) : undefined
    if (found) return found
    throw new InvalidInputError({ code: 'schedule-not-found', message: `there is no series "${id}"`, path: 'id' })
  }

  const write = (record: SeriesRecord, expected: number | 'absent') =>
    documents.put(collection, record.id, record as unknown as Json, expected)

  return {
    find,
    get,

    /** @throws StoreError `store-conflict` */
    async replace({ record, version }: VersionedSeries, change: Partial<SeriesRecord>): Promise<void> {
      await write({ ...record, ...change }, version)
    },

    /** Reads, changes and writes, again when somebody else was faster. */
    async change(id: string, decide: (record: SeriesRecord) => Partial<SeriesRecord>): Promise<SeriesRecord> {
      for (;;) {
        const { record, version } = await get(id)
        const changed = { ...record, ...decide(record) }
        try {
          await write(changed, version)
          return changed
        } catch (error) {
          if (!isTakenOver(error)) throw error
        }
      }
    },

    /** @returns false when there is one of this id */
    async create(record: SeriesRecord): Promise<boolean> {
      try {
        await write(record, 'absent')
        return true
      } catch (error) {
        if (isTakenOver(error)) return false
        throw error
      }
    },

    async *all(): AsyncGenerator<SeriesRecord> {
      let after: string | undefined
      for (;;) {
        const page = await documents.list(collection, { after, limit: 100 })
        for (const { value } of page) yield value as unknown as SeriesRecord
        after = page.at(-1)?.id
        if (page.length < 100) return
      }
    },
  }
}

/** What `createSeriesStore` returns. */
export type SeriesStore = ReturnType<typeof createSeriesStore>
