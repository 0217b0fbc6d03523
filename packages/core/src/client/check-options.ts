import { type ChannelDefinition, InvalidInputError, type Plugin } from '@tutti/model'
import { isKeyText } from '../credentials/sealing-keys.ts'
import { isDangerousName } from '../dangerous-names.ts'
import { didYouMean } from './did-you-mean.ts'
import type { Channels, TuttiOptions } from './types.ts'

/** What is wrong with a value, or nothing. */
type Check = (value: unknown, path: string) => void

/** As long as a post may name a channel. */
const maxIdLength = 512

const checks: Record<keyof TuttiOptions<Channels, readonly Plugin[]>, Check> = {
  channels: checkChannels,
  plugins: checkPluginList,
  store: withMethods('a store, for example sqliteStore(file)', 'scope', 'close'),
  tenant: (value, path) => expect(isName(value), path, 'a text that is not empty, without control characters'),
  credentialKey: checkCredentialKey,
  unfinishedRenewal: (value, path) => expect(value === 'ask' || value === 'retry', path, 'ask or retry'),
  mediaStore: withMethods('a media store, for example folderMediaStore(folder)', 'put', 'open', 'delete', 'list'),
  mediaRoot: (value, path) =>
    expect(typeof value === 'string' && value !== '' && !value.includes('\0'), path, 'the path of a folder'),
  missingAlt: (value, path) => expect(value === 'warning' || value === 'error', path, 'warning or error'),
  fetchOutside: isFunction,
  engine: withMethods('an engine', 'wake', 'onWake', 'close'),
  rateLimiter: withMethods('a rate limiter', 'acquire', 'forecast'),
  clock: withMethods('a clock', 'now', 'setTimer', 'sleep'),
  log: withMethods('a logger', 'debug', 'info', 'warn'),
  backgroundWork: isBoolean,
  recoverOnStart: isBoolean,
  hookTimeoutMs: isPositiveNumber,
  maxOpenChannels: (value, path) =>
    expect(Number.isSafeInteger(value) && (value as number) > 0, path, 'a number above 0, without a fraction'),
  reconciliation: (value, path) =>
    checkMembers(value, path, { lateCommitMs: isNotNegative, consistencyMs: isNotNegative, leaseMs: isPositiveNumber }),
}

/**
 * Checks the options of `createTutti`, strictly. Values are not echoed: they hold credentials.
 * @throws InvalidInputError `invalid-options` with the place
 */
export function checkTuttiOptions(options: unknown): void {
  checkMembers(options, 'options', checks)
  if ((options as { channels?: unknown }).channels === undefined) checkChannels(undefined, 'options.channels')
}

/** Checks some options against those that exist. */
export function checkMembers(value: unknown, path: string, known: Readonly<Record<string, Check>>): void {
  expect(isObject(value) && !Array.isArray(value), path, 'an object')
  for (const [name, member] of Object.entries(value as object)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined
    if (check === undefined) throw unknownOption(`${path}.${name}`, didYouMean(name, Object.keys(known)))
    if (member !== undefined) check(member, `${path}.${name}`)
  }
}

/** Checks one value of a channel map. */
export function checkChannelDefinition(value: unknown, path: string): void {
  const { adapter, credential } = (value ?? {}) as Partial<ChannelDefinition>
  expect(
    isObject(adapter) && isObject(adapter.operations) && isObject(credential?.secrets),
    path,
    'what adapter(…).channel(…) returns',
  )
  const { specVersion } = adapter as { specVersion?: unknown }
  expect(specVersion === 'v0', path, 'made by an adapter of specVersion v0: update @tutti/core or the adapter')
}

/** A check that a value has some methods. */
export function withMethods(description: string, ...methods: readonly string[]): Check {
  return (value, path) => {
    const members = value as Record<string, unknown> | null
    expect(isObject(value) && methods.every((name) => typeof members?.[name] === 'function'), path, description)
  }
}

function checkChannels(value: unknown, path: string): void {
  const description = 'channels by their ids, or { resolve, list }'
  // The entries of a Map are no members: there would be no channels at all.
  expect(isObject(value) && !Array.isArray(value) && !(value instanceof Map), path, description)
  const { resolve, list } = value as { resolve?: unknown; list?: unknown }
  if (typeof resolve === 'function') {
    expect(typeof list === 'function', path, `${description}: list is missing`)
    return
  }
  for (const [id, definition] of Object.entries(value as object)) {
    const isUsable = isName(id) && id.length <= maxIdLength && !isDangerousName(id)
    expect(isUsable, `${path}[${JSON.stringify(id)}]`, 'under another id')
    checkChannelDefinition(definition, `${path}.${id}`)
  }
}

function checkCredentialKey(value: unknown, path: string): void {
  const keys = Array.isArray(value) ? value : [value]
  // The value is a secret even when it is wrong.
  expect(keys.length > 0 && keys.every(isKeyText), path, '32 bytes in base64, or a list of such keys')
}

function checkPluginList(value: unknown, path: string): void {
  expect(Array.isArray(value), path, 'a list of plugins')
  for (const [index, plugin] of (value as unknown[]).entries()) {
    const { ref, setup, hooks } = (plugin ?? {}) as { ref?: { name?: unknown }; setup?: unknown; hooks?: unknown }
    const fits = typeof ref?.name === 'string' && typeof setup === 'function' && Array.isArray(hooks)
    expect(fits, `${path}[${index}]`, 'a plugin made by definePlugin; one that is to rest takes enabled: false')
  }
}

/** Names go into the keys of the store: without control characters and halves of characters they stay apart. */
function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(value)
}

function isBoolean(value: unknown, path: string): void {
  expect(typeof value === 'boolean', path, 'true or false')
}

function isFunction(value: unknown, path: string): void {
  expect(typeof value === 'function', path, 'a function, for example guardedFetch()')
}

function isPositiveNumber(value: unknown, path: string): void {
  expect(Number.isFinite(value) && (value as number) > 0, path, 'a number above 0')
}

function isNotNegative(value: unknown, path: string): void {
  expect(Number.isFinite(value) && (value as number) >= 0, path, 'a number of milliseconds, 0 or more')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function expect(fits: boolean, path: string, description: string): void {
  if (!fits) throw new InvalidInputError({ code: 'invalid-options', message: `${path} must be ${description}`, path })
}

function unknownOption(path: string, meant: string | undefined): InvalidInputError {
  const message = `${path} is no option${meant === undefined ? '' : `: did you mean ${meant}?`}`
  return new InvalidInputError({ code: 'invalid-options', message, path })
}
