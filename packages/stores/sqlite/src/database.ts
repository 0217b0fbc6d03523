import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { StoreError } from '@tutti/model'
import { storeFailed } from './errors.ts'
import { createFences } from './fences.ts'
import { migrations } from './schema.ts'
import { createWriteQueue } from './write-queue.ts'

/** One opened file with its prepared statements. Every method throws StoreError only. */
export interface Database {
  /** Prepares a statement once and remembers it. */
  prepare(sql: string): StatementSync
  /**
   * Runs `work` alone among all processes that share the file, and durably: all of its writes are on the
   * disk when the promise resolves, and none of them is there when it rejects.
   */
  write<T>(work: () => T): Promise<T>
  /** The same for work whose only write is one statement; it costs less. */
  writeOne<T>(work: () => T): Promise<T>
  /** Runs reads. */
  read<T>(work: () => T): T
  /** A number greater than any that it has returned before, in any process. Within a write only. */
  nextFence(): number
  /** Writes what waits, and closes the file. */
  close(): void
}

/**
 * Node 22 announces node:sqlite as experimental on every start. That one sentence is left out;
 * every other warning passes.
 */
async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  const emitWarning = process.emitWarning
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes('SQLite is an experimental feature')) emitWarning.call(process, warning, ...rest)
  }) as typeof process.emitWarning
  try {
    return await import('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}

function migrate(database: DatabaseSync, file: string): void {
  const version = () => Number(database.prepare('PRAGMA user_version').get()?.user_version)
  if (version() === migrations.length) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Read again under the lock: another process may have migrated meanwhile.
    const from = version()
    if (from > migrations.length) {
      throw new StoreError({
        code: 'store-failed',
        message: `the file is of a newer version of Tutti (${from}, this one knows ${migrations.length})`,
        advice: 'Use the newer version, or another file.',
      })
    }
    for (const migration of migrations.slice(from)) database.exec(migration)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw StoreError.isInstance(error) ? error : storeFailed(file, error)
  }
}

/** Opens the file, making it if need be, and brings it to today's schema. */
export async function openDatabase(file: string, busyTimeoutMs: number): Promise<Database> {
  let database: DatabaseSync
  try {
    const { DatabaseSync } = await loadSqlite()
    database = new DatabaseSync(file)
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
    database.exec('PRAGMA journal_mode = WAL')
    // FULL: a commit is on the disk when it returns. With NORMAL a power cut could take back the
    // journal entry of a request that has left, and the post would be sent twice.
    database.exec('PRAGMA synchronous = FULL')
  } catch (error) {
    throw storeFailed(file, error)
  }
  try {
    migrate(database, file)
  } catch (error) {
    database.close()
    throw error
  }
  return wrap(database, file)
}

function wrap(database: DatabaseSync, file: string): Database {
  const statements = new Map<string, StatementSync>()
  const toError = (error: unknown) => (StoreError.isInstance(error) ? error : storeFailed(file, error))
  const guarded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw toError(error)
    }
  }
  const fences = createFences(database)
  const { write, writeOne, flush } = createWriteQueue(database, fences, toError)
  return {
    prepare(sql) {
      let statement = statements.get(sql)
      if (!statement) {
        statement = database.prepare(sql)
        statements.set(sql, statement)
      }
      return statement
    },
    read: guarded,
    nextFence: fences.next,
    write,
    writeOne,
    close() {
      flush()
      guarded(() => database.close())
    },
  }
}
