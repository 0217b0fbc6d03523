import type { ScopedStore } from '@tutti/model'

const collection = 'by-time'
const pageSize = 500

/** Where an entry stands: instants in order, and behind them what has none yet. */
function keyOf(at: number | undefined, id: string): string {
  return `${placeOf(at)} ${id}`
}

/** 16 digits hold every instant of a `Date`; a tilde sorts behind all digits. */
function placeOf(at: number | undefined): string {
  return at === undefined ? '~' : String(Math.max(0, at)).padStart(16, '0')
}

/** An entry that may have become untrue: the record has the last word. */
export interface TimeEntry {
  readonly id: string
  /** Epoch milliseconds; nothing for what has no time. */
  readonly at: number | undefined
}

/**
 * Finds posts by time without reading all of them. An entry is written before its record and taken away
 * after it: there may be one too many, never one too few.
 */
export function createTimeIndex({ documents }: ScopedStore) {
  const list = async function* (from: string, until: string): AsyncGenerator<readonly TimeEntry[]> {
    let after = from
    for (;;) {
      const page = await documents.list<{ id: string; at: number | null }>(collection, { after, limit: pageSize })
      const wanted = page.filter(({ id }) => id < until)
      if (wanted.length > 0) yield wanted.map(({ value }) => ({ id: value.id, at: value.at ?? undefined }))
      const last = page.at(-1)
      if (!last || wanted.length < page.length || page.length < pageSize) return
      after = last.id
    }
  }
  return {
    async add({ id, at }: TimeEntry): Promise<void> {
      await documents.put(collection, keyOf(at, id), { id, at: at ?? null }, 'any')
    },
    remove: ({ id, at }: TimeEntry): Promise<void> => documents.delete(collection, keyOf(at, id)),
    /** Pages of entries, earliest first; `from` inclusive and `to` exclusive in epoch milliseconds. */
    between: (from: number, to: number) =>
      // What follows the place is a space and the id: the bare place sorts before all of that instant.
      list(placeOf(clamp(from)), to === Number.POSITIVE_INFINITY ? '~' : placeOf(clamp(to))),
    /** Pages of entries of what has no time. */
    withoutTime: () => list('~', '~~'),
  }
}

/** Instants outside of what a `Date` can hold find the same as its ends. */
function clamp(at: number): number {
  return Math.min(Math.max(Math.ceil(at), 0), 8.64e15)
}
