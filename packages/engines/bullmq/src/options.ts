import { InvalidInputError } from '@tutti/model'
import type { BullmqEngineOptions } from './bullmq-engine.ts'

/** Options with nothing left open. */
export type CheckedOptions = { readonly [Name in keyof BullmqEngineOptions]-?: NonNullable<BullmqEngineOptions[Name]> }

/** The address itself is in no message: it may have a password in it. */
export function checkOptions(options: BullmqEngineOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'must be an object')
  const {
    connection,
    prefix = 'tutti',
    queue = 'wake-ups',
    connectTimeoutMs = 10_000,
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
    throw wrong('connection.keyPrefix', 'BullMQ has a prefix of its own: use the option prefix')
  }
  if (typeof prefix !== 'string' || !/^[\w{}.-]{1,100}$/.test(prefix)) {
    throw wrong('prefix', 'must be a name of letters, digits, _, ., -, { and }, at most 100 characters')
  }
  if (typeof queue !== 'string' || !/^[\w.-]{1,100}$/.test(queue)) {
    throw wrong('queue', 'must be a name of letters, digits, _, . and -, at most 100 characters')
  }
  if (!(Number.isInteger(connectTimeoutMs) && connectTimeoutMs > 0)) {
    throw wrong('connectTimeoutMs', 'must be a whole number of milliseconds')
  }
  if (typeof onError !== 'function') throw wrong('onError', 'must be a function')
  return { connection, prefix, queue, connectTimeoutMs, onError }
}

function wrong(path: string, problem: string): InvalidInputError {
  return new InvalidInputError({ code: 'invalid-options', message: `bullmqEngine: ${path}: ${problem}`, path })
}
