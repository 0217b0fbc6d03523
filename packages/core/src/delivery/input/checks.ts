import { InvalidInputError } from '@tutti/model'

/** Looks at one value; throws `invalid-input` with its path when it is not what it should be. */
export type Check = (value: unknown, path: string) => void

/** Longer texts are refused before anything counts or splits them. */
const maxStringLength = 1_000_000

// NUL and the other control characters reach no reader; tab and line ends are text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

/** @throws InvalidInputError `invalid-input` */
export function fail(path: string, message: string): never {
  throw new InvalidInputError({
    code: 'invalid-input',
    message: path === '' ? `the post ${message}` : `${path} ${message}`,
    path,
  })
}

/** The path of a member: `perChannel.sky`, or `perChannel["a b"]` where the name is no identifier. */
export function memberPath(path: string, name: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path === '' ? name : `${path}.${name}`
}

/** Text without lone surrogates and control characters. */
export function text(options: { readonly allowEmpty?: boolean; readonly maxLength?: number } = {}): Check {
  const { allowEmpty = false, maxLength = maxStringLength } = options
  return (value, path) => {
    if (typeof value !== 'string') fail(path, `must be a string, not ${kindOf(value)}`)
    if (!allowEmpty && value.trim() === '') fail(path, 'must not be empty')
    if (value.length > maxLength) fail(path, `must not be longer than ${maxLength} characters`)
    if (/\p{Surrogate}/u.test(value))
      fail(path, 'contains half of a surrogate pair: the text was cut inside a character')
    const control = controlCharacter.exec(value)
    if (control) fail(path, `contains the control character ${codePointName(control[0])} at offset ${control.index}`)
  }
}

/** An absolute http or https URL. */
export const webUrl: Check = (value, path) => {
  text()(value, path)
  const url = URL.parse(value as string)
  if (url === null) fail(path, 'must be an absolute URL')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') fail(path, 'must be an http or https URL')
  if (url.username !== '' || url.password !== '') fail(path, 'must not contain a user name or password')
}

/** One of some words. */
export function oneOf(words: readonly string[]): Check {
  return (value, path) => {
    if (!words.includes(value as string)) fail(path, `must be one of ${words.join(', ')}`)
  }
}

/** A whole number of at least 1. */
export const positiveInteger: Check = (value, path) => {
  if (!Number.isSafeInteger(value) || (value as number) < 1) fail(path, 'must be a whole number of at least 1')
}

/** True or false. */
export const flag: Check = (value, path) => {
  if (typeof value !== 'boolean') fail(path, `must be true or false, not ${kindOf(value)}`)
}

/** Anything: somebody else checks it. */
export const anything: Check = () => {}

/** A list of at most so many items. */
export function list(item: Check, options: { readonly minItems?: number; readonly maxItems: number }): Check {
  return (value, path) => {
    if (!Array.isArray(value)) fail(path, `must be a list, not ${kindOf(value)}`)
    if (value.length > options.maxItems) fail(path, `has ${value.length} items, ${options.maxItems} are allowed`)
    if (value.length < (options.minItems ?? 0)) fail(path, `needs at least ${options.minItems} items`)
    for (let index = 0; index < value.length; index += 1) item(value[index], `${path}[${index}]`)
  }
}

/** An object with these members and no others. A member that may be absent is made with `optional`. */
export function object(members: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(members)
  return (value, path) => {
    const given = readObject(value, path)
    for (const name of Object.keys(given)) {
      if (!Object.hasOwn(members, name)) fail(memberPath(path, name), unknownMember(names))
    }
    for (const name of names) members[name]?.(given[name], memberPath(path, name))
  }
}

/** The object that a method takes, by the method's name; the paths of its members stand alone. */
export function input(method: string, members: Readonly<Record<string, Check>>): (value: unknown) => void {
  const check = object(members)
  return (value) => {
    if (!isPlainObject(value)) fail('input', `of ${method} must be an object, not ${kindOf(value)}`)
    check(value, '')
  }
}

/** An object with any member names, all of one kind. */
export function record(item: Check, name: Check = text({ maxLength: 512 })): Check {
  return (value, path) => {
    const given = readObject(value, path)
    for (const key of Object.keys(given)) {
      if (key === '__proto__') fail(memberPath(path, key), 'is not a name that can be used')
      name(key, memberPath(path, key))
      item(given[key], memberPath(path, key))
    }
  }
}

/** The same check, passed by `undefined`. */
export function optional(check: Check): Check {
  return (value, path) => {
    if (value !== undefined) check(value, path)
  }
}

/** Plain JSON, at most so deep. */
export function json(maxDepth = 16): Check {
  return (value, path) => {
    if (maxDepth === 0) fail(path, 'is nested too deeply')
    if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) fail(path, 'must be a finite number')
      return
    }
    const nested = json(maxDepth - 1)
    if (Array.isArray(value))
      for (let index = 0; index < value.length; index += 1) nested(value[index], `${path}[${index}]`)
    else if (typeof value === 'object') record(nested)(value, path)
    else fail(path, `must be JSON, not ${kindOf(value)}`)
  }
}

/** Whether a value has members of its own: no list, no null. */
export function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A BCP 47 language tag. */
export const languageTag: Check = (value, path) => {
  text({ maxLength: 64 })(value, path)
  try {
    Intl.getCanonicalLocales(value as string)
  } catch {
    fail(path, 'must be a BCP 47 language tag such as en or pt-BR')
  }
}

function readObject(value: unknown, path: string): Record<string, unknown> {
  if (!isPlainObject(value)) fail(path, `must be an object, not ${kindOf(value)}`)
  return value as Record<string, unknown>
}

function unknownMember(names: readonly string[]): string {
  return `is not known here; known are ${names.join(', ')}`
}

function codePointName(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return value === undefined ? 'absent' : `a ${typeof value}`
}
