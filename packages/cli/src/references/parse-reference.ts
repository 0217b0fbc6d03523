import { asObject } from '@tutti/adapter-kit'
import { type InteractionRef, InvalidInputError, type PostRef } from '@tutti/model'
import type { Reference } from './reference-memory.ts'

/** A reference that may not say its channel. */
export interface Unplaced extends Omit<Reference, 'channel'> {
  readonly channel: string | undefined
}

/**
 * A reference written as JSON: `{ "channel": …, "ref": { … } }`, as `--json` prints it, or a ref alone.
 * `undefined` for a text that is no JSON object.
 * @throws InvalidInputError `invalid-input`
 */
export function parseReference(text: string, channel: string | undefined): Unplaced | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  let value: Record<string, unknown> | undefined
  try {
    value = asObject(JSON.parse(text)) as Record<string, unknown> | undefined
  } catch {
    throw malformed('is not valid JSON')
  }
  const ref = asObject(value?.ref ?? value) as Record<string, unknown> | undefined
  if (ref?.kind !== 'post' && ref?.kind !== 'interaction') throw malformed('is no ref of a post or an interaction')
  const named = typeof value?.channel === 'string' ? value.channel : undefined
  return { channel: channel ?? named, ref: ref as unknown as PostRef | InteractionRef }
}

function malformed(message: string): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-input',
    message: `the reference ${message}`,
    path: 'reference',
    advice: 'Give the member "reference" of what --json prints, whole.',
  })
}
