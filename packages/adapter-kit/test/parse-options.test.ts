import { InvalidInputError } from '@tutti/model'
import { expect, test } from 'vitest'
import { parseOptions, type Schema, type SchemaIssue } from '../src/index.ts'
import { canary } from './support/make-http.ts'

/** A schema that finds what it is told to. The issues below are zod/mini 4.6.7's own; adapters' tests use it itself. */
const finding = (...issues: SchemaIssue[]): Schema<unknown> => ({
  safeParse: () => ({ success: false, error: { issues } }),
})

function wrong(schema: Schema<unknown>, code?: 'invalid-options' | 'invalid-input'): InvalidInputError {
  try {
    parseOptions(schema, { token: canary }, 'demo(options)', code)
  } catch (error) {
    return error as InvalidInputError
  }
  throw new Error('it was accepted')
}

test('what is right comes back as the schema makes it', () => {
  const schema: Schema<number> = { safeParse: (value) => ({ success: true, data: Number(value) }) }
  expect(parseOptions(schema, '5', 'demo(options)')).toBe(5)
})

const message = 'Invalid input'
test.each<[SchemaIssue, string, string]>([
  [{ code: 'invalid_type', expected: 'object', path: [], message }, 'demo(options)', 'must be object'],
  [
    { code: 'invalid_type', expected: 'string', path: ['tags', 0, 'name'], message },
    'demo(options).tags[0].name',
    'must be string',
  ],
  [{ code: 'invalid_format', format: 'url', path: ['server'], message }, 'demo(options).server', 'must be a url'],
  [{ code: 'invalid_value', values: ['a', 'b'], path: ['mode'], message }, 'demo(options).mode', 'must be one of a, b'],
  [
    { code: 'too_small', minimum: 30, path: ['token'], message },
    'demo(options).token',
    'is too short or too small: at least 30',
  ],
  [
    { code: 'too_big', maximum: 5, path: ['count'], message },
    'demo(options).count',
    'is too long or too large: at most 5',
  ],
  [{ code: 'unrecognized_keys', keys: ['tokn'], path: [], message }, 'demo(options).tokn', 'is not known'],
  [
    { code: 'unrecognized_keys', keys: ['a', 'b'], path: ['x'], message },
    'demo(options).x.a',
    'is not known, nor are b',
  ],
  [{ code: 'invalid_union', path: ['u'], message: `not ${canary}` }, 'demo(options).u', 'is not valid'],
  [
    { code: 'custom', path: ['token'], message: 'must be an app password' },
    'demo(options).token',
    'must be an app password',
  ],
])('what is wrong is named by its place, never by its value: %j', (issue, path, words) => {
  const error = wrong(finding(issue))
  expect(InvalidInputError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ code: 'invalid-options', path, message: `${path} ${words}`, outcome: 'not-sent' })
  expect(JSON.stringify(error)).not.toContain(canary)
})

test('every wrong place is named, and the first is the path', () => {
  const type = { code: 'invalid_type', expected: 'string', message }
  const error = wrong(finding({ ...type, path: ['server'] }, { ...type, path: ['token'] }), 'invalid-input')
  expect(error).toMatchObject({ code: 'invalid-input', path: 'demo(options).server' })
  expect(error.message).toBe('demo(options).server must be string; demo(options).token must be string')
})
