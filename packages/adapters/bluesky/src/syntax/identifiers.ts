import { isAtprotoHandle } from '@tutti/text/handles'

const maxDidLength = 2048
const did = /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/

/**
 * Whether a text has the form of a handle: a domain name in ASCII, without `@`. Nothing is looked up.
 *
 * Source: https://atproto.com/specs/handle, read 2026-11-25.
 */
export function isHandle(text: string): boolean {
  return isAtprotoHandle(text)
}

/**
 * Whether a text has the form of a DID, of any method: `did:plc:…`, `did:web:…`. Nothing is looked up.
 *
 * Source: https://atproto.com/specs/did, read 2026-11-25.
 */
export function isDid(text: string): boolean {
  return text.length <= maxDidLength && did.test(text)
}

/** Whether a text has the form of a handle or of a DID: what may stand where the protocol asks for an account. */
export function isAtIdentifier(text: string): boolean {
  return isHandle(text) || isDid(text)
}
