import { requireString } from '@tutti/adapter-kit/setup'
import { PlatformError } from '@tutti/model'
import { isDid } from '../syntax/identifiers.ts'
import { isNsid, isRecordKey } from '../syntax/record-names.ts'

/** The parts of an AT URI that names a record: `at://<did>/<collection>/<rkey>`. */
export interface AtUri {
  readonly did: string
  readonly collection: string
  readonly rkey: string
}

// https://atproto.com/specs/at-uri-scheme, read 2026-11-22: only the form that records use, with a DID.
const recordUri = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)$/

/** Takes an AT URI apart; `undefined` when it names no record of a DID. */
export function parseAtUri(uri: string): AtUri | undefined {
  const [, did = '', collection = '', rkey = ''] = recordUri.exec(uri) ?? []
  return isDid(did) && isNsid(collection) && isRecordKey(rkey) ? { did, collection, rkey } : undefined
}

/**
 * The URI of what a committing request made. Anything that names no record is not believed, so that the post is
 * looked for instead.
 * @throws PlatformError `malformed-answer` with the outcome `unknown`
 */
export function requireRecordUri(value: unknown): string {
  const uri = requireString(value, 'uri')
  if (parseAtUri(uri)) return uri
  throw new PlatformError({ code: 'malformed-answer', message: 'the answer’s uri names no record', outcome: 'unknown' })
}

/** Puts an AT URI together. */
export function formatAtUri({ did, collection, rkey }: AtUri): string {
  return `at://${did}/${collection}/${rkey}`
}
