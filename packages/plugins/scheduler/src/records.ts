import { InvalidInputError, type ScopedStore, StoreError } from '@tutti/model'
import { asJson, type ScheduleRecord, type ScheduleState } from './scheduled-post.ts'

const collection = 'posts'
/** The queue of the due index; wake-ups carry the post's id behind it. */
export const queue = 'posts'

/** One stored record with its version, for compare-and-set. */
export interface VersionedRecord {
  readonly record: ScheduleRecord
  readonly version: number
}

/** Whether a failure only means that somebody else was faster. */
export function isTakenOver(error: unknown): boolean {
  return StoreError.isInstance(error) && (error.code === 'store-conflict' || error.code === 'lease-lost')
}

/** Scheduled posts in the store. */
export function createRecords(store: ScopedStore) {
  const find = async (id: string): Promise<VersionedRecord | undefined> => {
    if (typeof id !== 'string' || id === '') {
      throw new InvalidInputError({ code: 'invalid-input', message: 'id must be the id of a post', path: 'id' })
    }
    const stored = await store.documents.get(collection, id)
    return stored && { record: stored.value as unknown as ScheduleRecord, version: stored.version }
  }
  return {
    find,

    /** @throws InvalidInputError `schedule-not-found`, `invalid-input` for what is no id */
    async get(id: string): Promise<VersionedRecord> {
      const found = await find(id)
      if (found) return found
      throw new InvalidInputError({ code: 'schedule-not-found', message: `no post "${id}" is scheduled`, path: 'id' })
    },

    /** @throws StoreError `store-conflict` when somebody changed it meanwhile */
    async replace({ record, version }: VersionedRecord, change: Partial<ScheduleRecord>): Promise<VersionedRecord> {
      const changed = { ...record, ...change }
      return { record: changed, version: await store.documents.put(collection, record.id, asJson(changed), version) }
    },

    /** @returns false when a post of this id is scheduled already, and then nothing changed */
    async create(record: ScheduleRecord): Promise<boolean> {
      if (await find(record.id)) return false
      // The time first: should the process die in between, an entry without a record is dropped when it
      // falls due, whereas a record without an entry would wait for ever.
      await store.due.add(queue, record.id, record.at)
      return store.documents.put(collection, record.id, asJson(record), 'absent').then(
        () => true,
        (error) => (isTakenOver(error) ? false : Promise.reject(error)),
      )
    },

    /** Every record, in the order of ids. */
    async *all(states?: readonly ScheduleState[]): AsyncGenerator<ScheduleRecord> {
      let after: string | undefined
      for (;;) {
        const page = await store.documents.list(collection, { after, limit: 500 })
        for (const { value } of page) {
          const record = value as unknown as ScheduleRecord
          if (!states || states.includes(record.state)) yield record
        }
        after = page.at(-1)?.id
        if (page.length < 500) return
      }
    },
  }
}

/** What `createRecords` returns. */
export type Records = ReturnType<typeof createRecords>
