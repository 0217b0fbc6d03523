import { PlatformError } from '@tutti/model'
import { asObject } from './readers.ts'

/**
 * The value when it is an object.
 * @throws PlatformError `malformed-answer` naming the place, with the outcome `unknown`: the platform has answered success
 */
export function requireObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  const object = asObject(value)
  if (!object) {
    throw missing(place, 'an object')
  }
  return object
}

/**
 * The value when it is a string that is not empty.
 * @throws PlatformError `malformed-answer` as `requireObject` does
 */
export function requireString(value: unknown, place: string): string {
  if (typeof value !== 'string' || value === '') {
    throw missing(place, 'a text')
  }
  return value
}

/**
 * The value when it is an array.
 * @throws PlatformError `malformed-answer` as `requireObject` does
 */
export function requireArray(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw missing(place, 'a list')
  }
  return value
}

function missing(place: string, expected: string): PlatformError {
  return new PlatformError({
    code: 'malformed-answer',
    message: `the answer has no ${place} that is ${expected}`,
    outcome: 'unknown',
  })
}
