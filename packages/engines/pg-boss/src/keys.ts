import { createHash } from 'node:crypto'

/** PostgreSQL's JSON takes neither NUL nor lone surrogates, and keys may be any string. */
export const encodeKey = (key: string) => Buffer.from(key, 'utf16le').toString('base64')

export const decodeKey = (encoded: string) => Buffer.from(encoded, 'base64').toString('utf16le')

/** The same for the same wake-up, and short whatever the key. */
export function idOf(at: number, key: string): string {
  return createHash('sha256').update(`${at}:`).update(Buffer.from(key, 'utf16le')).digest('base64url')
}
