import { InvalidInputError, type Json, type ScopedStore } from '@tutti/model'
import type { Batched, Batches } from '../calendar/batches.ts'
import { isTakenOver } from '../calendar/records.ts'
import type { Series } from './series-api.ts'

const collection = 'series'

/** A series as it is stored. */
export interface SeriesRecord extends Series, Batched {
  /** Of what an import made it of: the same again is the same series. */
  readonly rowHash?: string | undefined
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
export function createSeriesStore({ documents }: ScopedStore, batches: Batches) {
  const findStored = async (id: string): Promise<VersionedSeries | undefined> => {
    const stored = await documents.get(collection, id)
    return stored && { record: stored.value as unknown as SeriesRecord, version: stored.version }
  }

  const find = async (id: string): Promise<VersionedSeries | undefined> => {
    const found = await findStored(id)
    return found && (await batches.view()(found.record)) ? found : undefined
  }

  /** Every series that is stored, in the order of ids. */
  const stored = async function* (): AsyncGenerator<SeriesRecord> {
    let after: string | undefined
    for (;;) {
      const page = await documents.list(collection, { after, limit: 100 })
      for (const { value } of page) yield value as unknown as SeriesRecord
      after = page.at(-1)?.id
      if (page.length < 100) return
    }
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
    stored,

    /** @throws StoreError `store-conflict` */
    async replace({ record, version }: VersionedSeries, change: Partial<SeriesRecord>): Promise<void> {
      await write({ ...record, batch: undefined, ...change }, version)
    },

    /** Reads, changes and writes, again when somebody else was faster. */
    async change(id: string, decide: (record: SeriesRecord) => Partial<SeriesRecord>): Promise<SeriesRecord> {
      for (;;) {
        const { record, version } = await get(id)
        const changed = { ...record, batch: undefined, ...decide(record) }
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
      const present = await findStored(record.id)
      if (present && !(await batches.mayReplace(present.record, record.batch))) return false
      try {
        await write(record, present?.version ?? 'absent')
        return true
      } catch (error) {
        if (isTakenOver(error)) return false
        throw error
      }
    },

    /** Takes away what a batch has written that will not be committed. */
    async discard(id: string, batch: string): Promise<void> {
      const found = await findStored(id)
      if (found?.record.batch !== batch) return
      await documents.delete(collection, id, found.version).catch((error) => {
        if (!isTakenOver(error)) throw error
      })
    },

    /** In the order of ids. */
    async *all(): AsyncGenerator<SeriesRecord> {
      const isThere = batches.view()
      for await (const record of stored()) if (await isThere(record)) yield record
    },
  }
}

/** What `createSeriesStore` returns. */
export type SeriesStore = ReturnType<typeof createSeriesStore>
