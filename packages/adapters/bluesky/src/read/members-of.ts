import { asObject } from '@tutti/adapter-kit'

/** An object of which nothing is known. */
export type Raw = Readonly<Record<string, unknown>>

const nothing: Raw = {}

/** The value when it is an object, an empty one otherwise: whatever is read of it is `undefined` then. */
export function membersOf(value: unknown): Raw {
  return asObject(value) ?? nothing
}
