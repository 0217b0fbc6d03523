import { PlatformError } from '@tutti/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  asArray,
  asBoolean,
  asInstantMs,
  asIsoInstant,
  asNumber,
  asObject,
  asString,
  requireArray,
  requireObject,
  requireString,
} from '../src/index.ts'

const readers = { asObject, asString, asNumber, asBoolean, asInstantMs, asIsoInstant }

test.each(Object.entries(readers))('%s: whatever the value, the answer is of its kind or undefined', (_name, read) => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => read(value)).not.toThrow()
    }),
  )
  expect(read(undefined)).toBeUndefined()
  expect(read(null)).toBeUndefined()
})

test('each takes its own kind and nothing else', () => {
  expect([asObject({ a: 1 }), asObject([]), asObject('x')]).toEqual([{ a: 1 }, undefined, undefined])
  expect([asString(''), asString('x'), asString(1)]).toEqual(['', 'x', undefined])
  expect([asNumber(0), asNumber('1'), asNumber(Number.NaN), asNumber(Number.POSITIVE_INFINITY)]).toEqual([
    0,
    undefined,
    undefined,
    undefined,
  ])
  expect([asBoolean(false), asBoolean(0), asBoolean('true')]).toEqual([false, undefined, undefined])
  expect([asArray([1]), asArray({ length: 1 }), asArray(null)]).toEqual([[1], [], []])
})

test.each([
  ['2026-11-22T12:00:00.000Z', '2026-11-22T12:00:00.000Z'],
  ['2026-11-22T12:00:00Z', '2026-11-22T12:00:00.000Z'],
  ['2026-11-22T12:00:00.123456Z', '2026-11-22T12:00:00.123Z'],
  ['2026-11-22T13:00:00+01:00', '2026-11-22T12:00:00.000Z'],
  ['2026-11-22', '2026-11-22T00:00:00.000Z'],
  ['2026-13-22T12:00:00.000Z', undefined],
  ['2026-02-30T12:00:00.000Z', expect.anything()],
  ['yesterday 1', undefined],
  ['1', undefined],
  [1_795_348_800_000, undefined],
])('an instant: %s', (value, expected) => {
  expect(asIsoInstant(value)).toEqual(expected)
  expect(asInstantMs(value)).toEqual(typeof expected === 'string' ? Date.parse(expected) : expected)
})

test('an instant in the usual form is read as Date.parse reads it, in range or not', () => {
  const digits = (count: number) => fc.nat(10 ** count - 1).map((number) => String(number).padStart(count, '0'))
  const parts = fc.tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2), digits(3))
  const near = fc.tuple(
    fc.integer({ min: 1970, max: 2040 }).map(String),
    ...[12, 31, 24, 60, 60].map((most) => fc.nat(most).map((number) => String(number).padStart(2, '0'))),
    digits(3),
  )
  fc.assert(
    fc.property(fc.oneof(parts, near), ([year, month, day, hour, minute, second, millisecond]) => {
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`
      const expected = Date.parse(text)
      expect(asInstantMs(text)).toBe(Number.isNaN(expected) ? undefined : expected)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['requireString', () => requireString('', 'id')],
  ['requireString', () => requireString(5, 'id')],
  ['requireObject', () => requireObject([], 'id')],
  ['requireArray', () => requireArray({}, 'id')],
])('%s names the place, and leaves the outcome open: the platform has answered success', (_name, read) => {
  let error: unknown
  try {
    read()
  } catch (thrown) {
    error = thrown
  }
  expect(PlatformError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ code: 'malformed-answer', outcome: 'unknown' })
  expect((error as Error).message).toContain('id')
})

test('what is there is returned as it is', () => {
  const object = {}
  const list: unknown[] = []
  expect(requireString('x', 'id')).toBe('x')
  expect(requireObject(object, 'x')).toBe(object)
  expect(requireArray(list, 'x')).toBe(list)
})
