import { type Outcome, StoreError } from '@tutti/model'

/** What to do about an error, by PostgreSQL's code or the client's: https://www.postgresql.org/docs/current/errcodes-appendix.html, read 2026-11-25. */
const advice: readonly [code: RegExp, text: string][] = [
  [/^ECONNREFUSED$|^ENOTFOUND$|^EHOSTUNREACH$|^CONNECT_TIMEOUT$/, 'Check that the server runs at this address.'],
  [/^CONNECTION_|^ECONNRESET$|^EPIPE$|^57P0/, 'The server went away: a later call connects again.'],
  [/^28/, 'Check user and password of the connection.'],
  [/^3D000$/, 'Create the database first.'],
  [/^42501$/, 'Grant the user CREATE on the database, or USAGE on the schema and its tables.'],
  [/^25006$/, 'The server takes no writes: connect to the primary.'],
  [/^53100$/, 'Free space on the disk of the server, then try again.'],
  [/^53300$/, 'The server has no connection left: lower maxConnections, or raise the limit of the server.'],
]

/** The request may have reached the server, and its answer did not come back. */
const lostOnTheWay = /^CONNECTION_(?:CLOSED|DESTROYED|ENDED)$|^ECONNRESET$|^EPIPE$|^57P0[123]$/

/**
 * Makes a StoreError of what the client threw. Says neither address nor password. Where the connection was lost in
 * the middle of a write the outcome is `unknown`.
 */
export function storeFailed(error: unknown, isWrite: boolean): StoreError {
  const code = codeOf(error)
  const outcome: Outcome = isWrite && lostOnTheWay.test(code) ? 'unknown' : 'not-sent'
  return new StoreError({
    code: 'store-failed',
    message: `PostgreSQL: ${describe(error, code)}`,
    advice: advice.find(([pattern]) => pattern.test(code))?.[1],
    outcome,
    cause: withoutValues(error),
  })
}

/** A write whose expectation did not hold. */
export function storeConflict(collection: string, id: string): StoreError {
  return new StoreError({
    code: 'store-conflict',
    message: `${collection}/${id} was changed by somebody else`,
    outcome: 'not-sent',
  })
}

/** A network error's message names the address; PostgreSQL's own don't. */
function describe(error: unknown, code: string): string {
  if (error instanceof Error && /^[0-9A-Z]{5}$/.test(code)) return `${error.message} (${code})`
  return code === '' ? String(error) : code
}

/** The client hangs the query and its values on its errors: they may be anything, secrets too. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const copy = new Error(error.message)
  if (error.stack !== undefined) copy.stack = error.stack
  return Object.assign(copy, { code: codeOf(error) })
}

function codeOf(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error
  if (typeof inner !== 'object' || inner === null || !('code' in inner)) return ''
  return String(inner.code)
}
