import { requireString } from '@tutti/adapter-kit'
import { PlatformError } from '@tutti/model'

/** A web address. Anything else, such as `javascript:` out of a hostile profile, is left out. */
export function readUrl(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return value.startsWith('https://') || value.startsWith('http://') ? value : undefined
}

/**
 * The id of what a committing request made: a number, a ULID or a flake, by the server's software. Anything else is
 * not believed, so that the post is looked for instead.
 * @throws PlatformError `malformed-answer` with the outcome `unknown`
 */
export function requireId(value: unknown, place: string): string {
  const id = requireString(value, place)
  if (/^[\w-]{1,64}$/.test(id)) return id
  throw new PlatformError({ code: 'malformed-answer', message: `the answer’s ${place} is no id`, outcome: 'unknown' })
}
