import { dirname, resolve } from 'node:path'
import { InvalidInputError, type Store, StoreError } from '@tutti/model'
import { type Database, openDatabase } from './database.ts'
import { createDocuments } from './documents.ts'
import { createDue } from './due.ts'
import { createLocks } from './locks.ts'
import { requireNode } from './require-node.ts'
import { createSamples } from './samples.ts'

/** Options of `sqliteStore`. */
export interface SqliteStoreOptions {
  /** How long a write waits for another process; 5 s when absent. */
  readonly busyTimeoutMs?: number | undefined
}

/**
 * A store in one SQLite file, which several processes of one machine may share. The file is opened
 * at the first use, not here, and made when it does not exist; its folder must exist.
 *
 * @param file path of the file; `:memory:` is refused, because a store that forgets is not a store
 * @throws InvalidInputError `invalid-options`; StoreError `store-failed` on a Node older than 22.18. Later calls
 * throw StoreError `store-failed` when the file can't be opened, read or written
 */
export function sqliteStore(file: string, options: SqliteStoreOptions = {}): Store {
  if (typeof options !== 'object' || options === null) {
    const message = 'sqliteStore: options: must be an object'
    throw new InvalidInputError({ code: 'invalid-options', message, path: 'options' })
  }
  const { busyTimeoutMs = 5000, ...unknown } = options
  const wrong =
    typeof file !== 'string' || file === '' || file.includes('\0')
      ? 'file: must be a path'
      : file === ':memory:' || file.startsWith('file:')
        ? 'file: must be a path on a disk, not a memory database or URI'
        : Object.keys(unknown).length > 0
          ? `${Object.keys(unknown)[0]}: no such option`
          : !(Number.isInteger(busyTimeoutMs) && busyTimeoutMs >= 0)
            ? 'busyTimeoutMs: must be a whole number of milliseconds'
            : undefined
  if (wrong) {
    const path = wrong.slice(0, wrong.indexOf(':'))
    throw new InvalidInputError({ code: 'invalid-options', message: `sqliteStore: ${wrong}`, path })
  }

  requireNode()
  let opening: Promise<Database> | undefined
  let closed = false
  const open = (): Promise<Database> => {
    if (closed) return Promise.reject(new StoreError({ code: 'store-failed', message: 'the store was closed' }))
    // A failed opening is not remembered: the folder may exist the next time.
    opening ??= openDatabase(file, busyTimeoutMs).catch((error) => {
      opening = undefined
      throw error
    })
    return opening
  }

  return {
    durable: true,
    directory: dirname(resolve(file)),
    scope: (tenant, owner) => ({
      documents: createDocuments(open, tenant, owner),
      due: createDue(open, tenant, owner),
      samples: createSamples(open, tenant, owner),
      locks: createLocks(open, tenant, owner),
    }),
    async close() {
      if (closed) return
      closed = true
      const database = await opening?.catch(() => undefined)
      database?.close()
    },
  }
}
