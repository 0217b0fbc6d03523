import { isAtIdentifier } from './identifiers.ts'

const maxNsidLength = 317
const domainSegment = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/
const nameSegment = /^[a-zA-Z][a-zA-Z0-9]{0,62}$/
const recordKey = /^[a-zA-Z0-9._:~-]{1,512}$/
const maxAtUriLength = 8192

/**
 * Whether a text has the form of the name of a lexicon, which is also that of a collection: `app.bsky.feed.post`.
 *
 * Source: https://atproto.com/specs/nsid, read 2026-11-25.
 */
export function isNsid(text: string): boolean {
  if (text.length > maxNsidLength) return false
  const segments = text.split('.')
  const name = segments.pop() ?? ''
  return (
    segments.length >= 2 &&
    segments.every((segment) => domainSegment.test(segment)) &&
    /^[a-zA-Z]/.test(text) &&
    nameSegment.test(name)
  )
}

/**
 * Whether a text has the form of a record's key within its collection, of any kind. {@link isTid} tells of the kind that
 * posts have.
 *
 * Source: https://atproto.com/specs/record-key, read 2026-11-25.
 */
export function isRecordKey(text: string): boolean {
  return recordKey.test(text) && text !== '.' && text !== '..'
}

/**
 * Whether a text has the form of an AT URI: an account, a collection of its, or a record in it. Without query and
 * fragment, as records refer to each other.
 *
 * Source: https://atproto.com/specs/at-uri-scheme, read 2026-11-25.
 */
export function isAtUri(text: string): boolean {
  if (text.length > maxAtUriLength || !text.startsWith('at://')) return false
  const [authority = '', collection, key, ...more] = text.slice('at://'.length).split('/')
  return (
    isAtIdentifier(authority) &&
    (collection === undefined || isNsid(collection)) &&
    (key === undefined || isRecordKey(key)) &&
    more.length === 0
  )
}
