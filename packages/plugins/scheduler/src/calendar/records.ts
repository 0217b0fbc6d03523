import { InvalidInputError, type ScopedStore, StoreError } from '@tutti/model'
import type { WallTime } from '../time/wall-time.ts'
import type { Batches } from './batches.ts'
import { asJson, hasTime, type ScheduleRecord, type ScheduleState, type TimedRecord } from './schedule-record.ts'
import { createTimeIndex, type TimeEntry } from './time-index.ts'

const collection = 'posts'
/** The queue of the due index; wake-ups carry the post's id behind it. */
export const queue = 'posts'

/** One stored record with its version, for compare-and-set. */
export interface VersionedRecord {
  readonly record: ScheduleRecord
  readonly version: number
}

/** One stored record that has a time, with its version. */
export type TimedVersion = VersionedRecord & { readonly record: TimedRecord }

/** Whether a failure only means that somebody else was faster. */
export function isTakenOver(error: unknown): boolean {
  return StoreError.isInstance(error) && (error.code === 'store-conflict' || error.code === 'lease-lost')
}

/** Posts of the calendar in the store. */
export function createRecords(store: ScopedStore, now: () => number, batches: Batches) {
  const index = createTimeIndex(store)

  /** Also what belongs to a batch that is not committed. */
  const findStored = async (id: string): Promise<VersionedRecord | undefined> => {
    if (typeof id !== 'string' || id === '') {
      throw new InvalidInputError({ code: 'invalid-input', message: 'id must be the id of a post', path: 'id' })
    }
    const stored = await store.documents.get(collection, id)
    return stored && { record: stored.value as unknown as ScheduleRecord, version: stored.version }
  }

  const find = async (id: string): Promise<VersionedRecord | undefined> => {
    const found = await findStored(id)
    return found && (await batches.view()(found.record)) ? found : undefined
  }

  const write = (record: ScheduleRecord, expected: number | 'absent') =>
    store.documents.put(collection, record.id, asJson(record), expected)

  // The time first: should the process die in between, an entry without a record is dropped some time after it has
  // fallen due, whereas a record without an entry would wait for ever.
  const announce = async ({ id, at }: TimeEntry) => {
    if (at !== undefined) await store.due.add(queue, id, at)
    await index.add({ id, at })
  }

  /** It fell due while it was written: a worker may have met the entry without its record, or with the one before. */
  const announceAgain = async ({ id, at }: TimeEntry) => {
    if (at !== undefined && at <= now()) await store.due.add(queue, id, at)
  }

  /** Somebody else's record stands: its time counts, not the one that was announced. */
  const takeBack = async ({ id, at }: TimeEntry) => {
    const found = await findStored(id)
    if (found?.record.at !== at) await index.remove({ id, at })
    if (found && isOpen(found.record) && hasTime(found.record)) await store.due.add(queue, id, found.record.at)
    else if (at !== undefined) await store.due.remove(queue, id)
  }

  const read = async function* (pages: AsyncIterable<readonly TimeEntry[]>): AsyncGenerator<VersionedRecord> {
    const isThere = batches.view()
    for await (const page of pages) {
      for (const entries of inChunks(page)) {
        const found = await Promise.all(entries.map(({ id }) => findStored(id)))
        for (const [place, versioned] of found.entries()) {
          if (versioned?.record.at !== entries[place]?.at) continue
          if (versioned && (await isThere(versioned.record))) yield versioned
        }
      }
    }
  }

  /** Every record that is stored, in the order of ids. */
  const stored = async function* (): AsyncGenerator<VersionedRecord> {
    let after: string | undefined
    for (;;) {
      const page = await store.documents.list(collection, { after, limit: 500 })
      for (const { value, version } of page) yield { record: value as unknown as ScheduleRecord, version }
      after = page.at(-1)?.id
      if (page.length < 500) return
    }
  }

  /** The version that a new record of this id may replace. @returns nothing when there is one that must stay */
  const replaceable = async ({ id, batch }: ScheduleRecord) => {
    const present = await findStored(id)
    if (!present) return { expected: 'absent' as const, previousAt: undefined }
    if (!(await batches.mayReplace(present.record, batch))) return undefined
    return { expected: present.version, previousAt: present.record.at }
  }

  return {
    find,
    findStored,
    stored,

    /** @throws InvalidInputError `schedule-not-found`, `invalid-input` for what is no id */
    async get(id: string): Promise<VersionedRecord> {
      const found = await find(id)
      if (found) return found
      throw new InvalidInputError({ code: 'schedule-not-found', message: `no post "${id}" is scheduled`, path: 'id' })
    },

    /** Changes anything but the time. @throws StoreError `store-conflict` when somebody changed it meanwhile */
    async replace({ record, version }: VersionedRecord, change: Partial<ScheduleRecord>): Promise<VersionedRecord> {
      const changed = { ...record, batch: undefined, ...change }
      return { record: changed, version: await write(changed, version) }
    },

    /** Changes the time, and what changes with it. @throws StoreError `store-conflict`; then nothing has changed */
    async retime(
      { record, version }: VersionedRecord,
      time: WallTime,
      change: Partial<ScheduleRecord> = {},
    ): Promise<VersionedRecord> {
      const changed = { ...record, batch: undefined, ...time, ...change }
      await announce({ id: record.id, at: time.at })
      try {
        const retimed = { record: changed, version: await write(changed, version) }
        if (record.at !== time.at) await index.remove({ id: record.id, at: record.at })
        await announceAgain({ id: record.id, at: time.at })
        return retimed
      } catch (error) {
        await takeBack({ id: record.id, at: time.at })
        throw error
      }
    },

    /** @returns false when a post of this id is in the calendar already, and then nothing changed */
    async create(record: ScheduleRecord): Promise<boolean> {
      const place = await replaceable(record)
      if (!place) return false
      await announce({ id: record.id, at: record.at })
      try {
        await write(record, place.expected)
        if (place.expected !== 'absent' && place.previousAt !== record.at) {
          await index.remove({ id: record.id, at: place.previousAt })
        }
        await announceAgain({ id: record.id, at: record.at })
        return true
      } catch (error) {
        if (!isTakenOver(error)) throw error
        await takeBack({ id: record.id, at: record.at })
        return false
      }
    },

    /** Takes away what a batch has written that will not be committed. */
    async discard(id: string, batch: string): Promise<void> {
      const found = await findStored(id)
      if (found?.record.batch !== batch) return
      try {
        await store.documents.delete(collection, id, found.version)
      } catch (error) {
        if (isTakenOver(error)) return
        throw error
      }
      const { at } = found.record
      await index.remove({ id, at })
      if (at !== undefined) await store.due.remove(queue, id)
      // Another batch may have written it meanwhile.
      const next = await findStored(id)
      if (next) await announce({ id, at: next.record.at })
    },

    /** By time, earliest first; `from` inclusive and `to` exclusive in epoch milliseconds. */
    between: (from: number, to: number) => read(index.between(from, to)),

    /** What has no time yet, in the order of ids. */
    withoutTime: () => read(index.withoutTime()),

    /** Every record, in the order of ids. */
    async *all(): AsyncGenerator<ScheduleRecord> {
      const isThere = batches.view()
      for await (const { record } of stored()) if (await isThere(record)) yield record
    },
  }
}

/** What `createRecords` returns. */
export type Records = ReturnType<typeof createRecords>

const overStates: readonly ScheduleState[] = ['fired', 'missed', 'waiting', 'cancelled']

/** Whether something still happens to a record when its time comes. */
function isOpen({ state }: ScheduleRecord): boolean {
  return !overStates.includes(state)
}

const chunkSize = 25

/** Few enough reads at once that other work gets its turn. */
function* inChunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += chunkSize) yield items.slice(start, start + chunkSize)
}
