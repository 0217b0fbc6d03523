import type { IsoInstant } from '@tutti/model'
import { readUsualInstant } from './usual-instant.ts'

const nothing: readonly never[] = Object.freeze([])

/** The value when it is an object and no array, else `undefined`. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

/** The value when it is an array, else an empty one. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : nothing
}

/** The value when it is a string, else `undefined`. An empty string is a string. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The value when it is a finite number, else `undefined`: what was not said is never 0. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The value when it is a boolean, else `undefined`. */
export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/** Epoch milliseconds of an ISO date, else `undefined`. */
export function asInstantMs(value: unknown): number | undefined {
  if (typeof value !== 'string') {
    return undefined
  }
  const usual = readUsualInstant(value)
  if (usual !== undefined) {
    return usual
  }
  if (!isoForm.test(value)) {
    return undefined
  }
  const instant = Date.parse(value)
  return Number.isNaN(instant) ? undefined : instant
}

/** An ISO date in the one form that Tutti uses: UTC with milliseconds. `undefined` for anything else. */
export function asIsoInstant(value: unknown): IsoInstant | undefined {
  const instant = asInstantMs(value)
  if (instant === undefined) {
    return undefined
  }
  // Most platforms write this very form: then it is not written anew.
  return usualForm.test(value as string) ? (value as string) : new Date(instant).toISOString()
}

const isoForm = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/
const usualForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
