import type { DatabaseSync } from 'node:sqlite'

/** Fences for leases: each greater than all before it, in whatever process. */
export interface Fences {
  /** To be called within a transaction. */
  next(): number
  /** Writes down what was given out; the last thing that a transaction does. */
  save(): void
  /** The transaction was rolled back, and with it all that had a fence of it. */
  forget(): void
}

/**
 * One counter for the whole file: an entry that was removed and added again never sees an old fence. Nobody else
 * writes during a transaction, so the counter is read and written once in each, and not for every fence.
 */
export function createFences(database: DatabaseSync): Fences {
  const read = database.prepare("SELECT value FROM counters WHERE name = 'fence'")
  const write = database.prepare("UPDATE counters SET value = ? WHERE name = 'fence'")
  let last: number | undefined
  return {
    next() {
      last = (last ?? Number(read.get()?.value)) + 1
      return last
    },
    save() {
      if (last !== undefined) write.run(last)
      last = undefined
    },
    forget() {
      last = undefined
    },
  }
}
