import { type Clock, InvalidInputError } from '@tutti/model'
import type { RedisRateLimiterOptions } from './redis-rate-limiter.ts'

const minHoldMs = 1000

/** Options with nothing left open but the clock: without one Redis's own time counts. */
export interface CheckedOptions extends Required<Pick<RedisRateLimiterOptions, 'connection'>> {
  readonly prefix: string
  readonly holdMs: number
  readonly connectTimeoutMs: number
  readonly clock: Clock | undefined
  readonly random: () => number
  readonly onError: (error: unknown) => void
}

/** The address itself is in no message: it may have a password in it. */
export function checkOptions(options: RedisRateLimiterOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'must be an object')
  const {
    connection,
    prefix = 'tutti-limits',
    holdMs = 30_000,
    connectTimeoutMs = 10_000,
    clock,
    random = Math.random,
    onError = () => {},
    ...unknown
  } = options
  const [misspelt] = Object.keys(unknown)
  if (misspelt !== undefined) throw wrong(misspelt, 'no such option')
  if (typeof connection === 'string') {
    if (!/^rediss?:\/\//.test(connection) || !URL.canParse(connection)) {
      throw wrong('connection', 'must be an address such as redis://host:6379')
    }
  } else if (typeof connection !== 'object' || connection === null) {
    throw wrong('connection', 'must be an address or options of ioredis')
  } else if ('keyPrefix' in connection) {
    throw wrong('connection.keyPrefix', 'use the option prefix')
  }
  if (typeof prefix !== 'string' || !/^[\w.-]{1,100}$/.test(prefix)) {
    throw wrong('prefix', 'must be a name of letters, digits, _, . and -, at most 100 characters')
  }
  if (!(Number.isInteger(holdMs) && holdMs >= minHoldMs)) throw wrong('holdMs', `must be at least ${minHoldMs}`)
  if (!(Number.isInteger(connectTimeoutMs) && connectTimeoutMs > 0)) {
    throw wrong('connectTimeoutMs', 'must be a whole number of milliseconds')
  }
  if (typeof random !== 'function') throw wrong('random', 'must be a function')
  if (typeof onError !== 'function') throw wrong('onError', 'must be a function')
  return { connection, prefix, holdMs, connectTimeoutMs, clock, random, onError }
}

function wrong(path: string, problem: string): InvalidInputError {
  return new InvalidInputError({ code: 'invalid-options', message: `redisRateLimiter: ${path}: ${problem}`, path })
}
