import { InvalidInputError } from '@tutti/model'
import type { PgBossEngineOptions } from './pg-boss-engine.ts'

/** Options with nothing left open. */
export type CheckedOptions = { readonly [Name in keyof PgBossEngineOptions]-?: NonNullable<PgBossEngineOptions[Name]> }

/** pg-boss polls no more often. */
const minPollEveryMs = 500

/** The address itself is in no message: it has a password in it. */
export function checkOptions(options: PgBossEngineOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'must be an object')
  const {
    connectionString,
    schema = 'tutti_queue',
    queue = 'wake-ups',
    pollEveryMs = minPollEveryMs,
    maxConnections = 4,
    connectTimeoutMs = 10_000,
    onError = () => {},
    ...unknown
  } = options
  const [misspelt] = Object.keys(unknown)
  if (misspelt !== undefined) throw wrong(misspelt, 'no such option')
  if (
    typeof connectionString !== 'string' ||
    !/^postgres(?:ql)?:\/\//.test(connectionString) ||
    !URL.canParse(connectionString)
  ) {
    throw wrong('connectionString', 'must be an address such as postgres://user@host:5432/name')
  }
  if (typeof schema !== 'string' || !/^[a-z_][a-z0-9_]{0,49}$/.test(schema)) {
    throw wrong('schema', 'must be a name of a-z, 0-9 and _, at most 50 characters')
  }
  if (typeof queue !== 'string' || !/^[\w.-]{1,100}$/.test(queue)) {
    throw wrong('queue', 'must be a name of letters, digits, _, . and -, at most 100 characters')
  }
  if (!(Number.isInteger(pollEveryMs) && pollEveryMs >= minPollEveryMs)) {
    throw wrong('pollEveryMs', `must be at least ${minPollEveryMs}`)
  }
  if (!(Number.isInteger(maxConnections) && maxConnections > 0)) throw wrong('maxConnections', 'must be at least 1')
  if (!(Number.isInteger(connectTimeoutMs) && connectTimeoutMs > 0)) {
    throw wrong('connectTimeoutMs', 'must be a whole number of milliseconds')
  }
  if (typeof onError !== 'function') throw wrong('onError', 'must be a function')
  return { connectionString, schema, queue, pollEveryMs, maxConnections, connectTimeoutMs, onError }
}

function wrong(path: string, problem: string): InvalidInputError {
  return new InvalidInputError({ code: 'invalid-options', message: `pgBossEngine: ${path}: ${problem}`, path })
}
