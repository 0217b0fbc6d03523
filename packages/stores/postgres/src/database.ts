import { StoreError } from '@tutti/model'
import type { Sql, TransactionSql } from 'postgres'
import { storeFailed } from './errors.ts'
import { migrations } from './schema.ts'

/** How to reach the server. */
export interface Connection {
  readonly url: string
  readonly schema: string
  readonly maxConnections: number
  readonly connectTimeoutMs: number
  readonly prepare: boolean
}

/** A pool of connections to one schema. Both methods throw StoreError only. */
export interface Database {
  read<T>(work: (sql: Sql) => PromiseLike<T>): Promise<T>
  /** All that `work` writes is on the server's disk when it returns, or none of it. */
  write<T>(work: (sql: TransactionSql | Sql) => PromiseLike<T>): Promise<T>
  /** Several statements, all or none. */
  transact<T>(work: (sql: TransactionSql) => PromiseLike<T>): Promise<T>
  close(): Promise<void>
}

/** Any number does, as long as all of us take the same one. */
const migrationLock = 7_483_647_202_126

/** Connects, makes the schema if need be, and brings it to today's. */
export async function openDatabase(connection: Connection): Promise<Database> {
  const { url, schema, maxConnections, connectTimeoutMs, prepare } = connection
  const { default: postgres } = await import('postgres')
  const sql = postgres(url, {
    max: maxConnections,
    connect_timeout: connectTimeoutMs / 1000,
    prepare,
    // PostgreSQL tells of what exists already at every start; nobody has to hear it.
    onnotice: () => {},
    connection: {
      application_name: 'tutti',
      search_path: `"${schema}"`,
      // On: a commit is on the disk when it returns. A server set to less could take back the journal entry of a
      // request that has left, and the post would be sent twice.
      synchronous_commit: 'on',
    },
  })
  try {
    await migrate(sql, schema)
  } catch (error) {
    await sql.end({ timeout: 0 })
    throw StoreError.isInstance(error) ? error : storeFailed(error, false)
  }
  const guard = async <T>(isWrite: boolean, work: () => PromiseLike<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw StoreError.isInstance(error) ? error : storeFailed(error, isWrite)
    }
  }
  return {
    read: (work) => guard(false, () => work(sql)),
    write: (work) => guard(true, () => work(sql)),
    // The client's type unwraps arrays of promises, of which there are none.
    transact: <T>(work: (transaction: TransactionSql) => PromiseLike<T>) =>
      guard(true, () => sql.begin((transaction) => work(transaction) as Promise<T>) as Promise<T>),
    close: () => sql.end({ timeout: 5 }),
  }
}

async function migrate(sql: Sql, schema: string): Promise<void> {
  if ((await readVersion(sql, schema)) === migrations.length) return
  await sql.begin(async (transaction) => {
    // One process migrates, the others wait for it and find nothing left to do.
    await transaction`SELECT pg_advisory_xact_lock(${migrationLock}::bigint)`
    const from = await readVersion(transaction, schema)
    if (from > migrations.length) {
      throw new StoreError({
        code: 'store-failed',
        message: `the schema "${schema}" is of a newer version of Tutti (${from}, this one knows ${migrations.length})`,
        advice: 'Use the newer version, or another schema.',
      })
    }
    if (from === migrations.length) return
    await transaction`CREATE SCHEMA IF NOT EXISTS ${transaction(schema)}`
    for (const migration of migrations.slice(from)) await transaction.unsafe(migration)
    await transaction`CREATE TABLE IF NOT EXISTS migrations (version integer NOT NULL)`
    await transaction`DELETE FROM migrations`
    await transaction`INSERT INTO migrations VALUES (${migrations.length})`
  })
}

/** 0 where there is nothing yet. */
async function readVersion(sql: Sql | TransactionSql, schema: string): Promise<number> {
  // Asked as a query: `to_regclass` may answer from what this connection remembers, and what another process has made
  // while this one waited for the lock is not in there.
  const found = await sql`SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = ${schema} AND tablename = 'migrations'`
  if (found.length === 0) return 0
  const [row] = await sql`SELECT version FROM ${sql(schema)}.migrations`
  return Number(row?.version ?? 0)
}
