import { InvalidInputError, type Store, StoreError } from '@tutti/model'
import { type Connection, type Database, openDatabase } from './database.ts'
import { createDocuments } from './documents.ts'
import { createDue } from './due.ts'
import { createLocks } from './locks.ts'
import { createSamples } from './samples.ts'

/** Options of `postgresStore`. */
export interface PostgresStoreOptions {
  /** The schema that holds the tables, made when it does not exist; `tutti` when absent. */
  readonly schema?: string | undefined
  /** How many connections this store opens at most; 10 when absent. */
  readonly maxConnections?: number | undefined
  /** How long a connection may take to open; 10 s when absent. */
  readonly connectTimeoutMs?: number | undefined
  /** `false` behind a pooler that hands out a connection per transaction; true when absent. */
  readonly prepareStatements?: boolean | undefined
}

/**
 * A store in a PostgreSQL database, shared by any number of workers on any number of machines. It connects at the first
 * use, not here, and brings its schema up to date then. A server that goes away and comes back is connected to again:
 * calls in between fail.
 *
 * @param url where the database is, for example `postgres://user:password@host:5432/name`
 * @throws InvalidInputError `invalid-options`; later calls throw StoreError `store-failed`. Its outcome is `unknown`
 * where the connection was lost in the middle of a write
 */
export function postgresStore(url: string, options: PostgresStoreOptions = {}): Store {
  const connection = checkOptions(url, options)
  let opening: Promise<Database> | undefined
  let closed = false
  const open = (): Promise<Database> => {
    if (closed) return Promise.reject(new StoreError({ code: 'store-failed', message: 'the store was closed' }))
    // A failed opening is not remembered: the server may be there the next time.
    opening ??= openDatabase(connection).catch((error) => {
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    durable: true,
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
      await database?.close()
    },
  }
}

// The address itself is in no message: it has a password in it.
function checkOptions(url: string, options: PostgresStoreOptions): Connection {
  if (typeof url !== 'string' || !/^postgres(?:ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw wrong('url', 'must be an address such as postgres://user@host:5432/name')
  }
  if (typeof options !== 'object' || options === null) throw wrong('options', 'must be an object')
  const {
    schema = 'tutti',
    maxConnections = 10,
    connectTimeoutMs = 10_000,
    prepareStatements = true,
    ...unknown
  } = options
  const [misspelt] = Object.keys(unknown)
  if (misspelt !== undefined) throw wrong(misspelt, 'no such option')
  if (typeof schema !== 'string' || !/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw wrong('schema', 'must be a name of a-z, 0-9 and _, at most 63 characters')
  }
  if (!(Number.isInteger(maxConnections) && maxConnections > 0)) throw wrong('maxConnections', 'must be at least 1')
  if (!(Number.isInteger(connectTimeoutMs) && connectTimeoutMs > 0)) {
    throw wrong('connectTimeoutMs', 'must be a whole number of milliseconds')
  }
  if (typeof prepareStatements !== 'boolean') throw wrong('prepareStatements', 'must be true or false')
  return { url, schema, maxConnections, connectTimeoutMs, prepare: prepareStatements }
}

function wrong(path: string, problem: string): InvalidInputError {
  return new InvalidInputError({ code: 'invalid-options', message: `postgresStore: ${path}: ${problem}`, path })
}
