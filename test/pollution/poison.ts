import { expect } from 'vitest'

/** The names by which an object of somebody else's could change every object of the program: RELIABILITY S7. */
export const dangerousNames = ['__proto__', 'constructor', 'prototype'] as const

/** One of them. */
export type DangerousName = (typeof dangerousNames)[number]

/** What would be found on every object if it were merged. */
const poisons: Readonly<Record<DangerousName, object>> = {
  ['__proto__']: { polluted: true },
  constructor: { prototype: { polluted: true } },
  prototype: { polluted: true },
}

/** The same object with such a member of its own, as `JSON.parse` makes it. */
export function poison<T extends object>(value: T, name: DangerousName): T {
  const copy = { ...value }
  Object.defineProperty(copy, name, { value: poisons[name], enumerable: true, configurable: true, writable: true })
  return copy
}

/** JSON in which every object has such a member. */
export function poisonJson(text: string, name: DangerousName): string {
  return JSON.stringify(JSON.parse(text, (_name, value) => (isObject(value) ? poison(value, name) : value)))
}

/** No object of the program has got a member that it did not have, and none of the value's inherits one. */
export function expectInert(value: unknown): void {
  for (const common of [{}, [], () => {}, new Error('plain'), new Map(), '', 0]) {
    expect((common as { polluted?: unknown }).polluted).toBeUndefined()
  }
  const seen = new Set<unknown>()
  const look = (one: unknown, path: string): void => {
    if (typeof one !== 'object' || one === null || seen.has(one)) return
    seen.add(one)
    if ('polluted' in one && !Object.hasOwn(one, 'polluted')) throw new Error(`${path || 'the value'} inherits it`)
    for (const key of Object.keys(one)) look((one as Record<string, unknown>)[key], `${path}.${key}`)
  }
  look(value, '')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
