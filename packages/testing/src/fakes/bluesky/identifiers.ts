import { createHash } from 'node:crypto'

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'
const sortable = '234567abcdefghijklmnopqrstuvwxyz'

/** A content id of the form that records have (`bafyrei…`). The bytes hashed are JSON here, not CBOR. */
export function recordCid(value: unknown): string {
  return cid(0x71, JSON.stringify(value))
}

/** A content id of the form that blobs have (`bafkrei…`). */
export function blobCid(bytes: Uint8Array): string {
  return cid(0x55, bytes)
}

function cid(codec: number, content: string | Uint8Array): string {
  const digest = createHash('sha256').update(content).digest()
  return `b${encode(Uint8Array.from([1, codec, 0x12, 0x20, ...digest]))}`
}

function encode(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((group) => base32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** The DID of an account of the fake: made of its handle, so that it can be known beforehand. */
export function didOf(handle: string): string {
  const digest = createHash('sha256').update(handle).digest()
  return `did:plc:${encode(digest).slice(0, 24)}`
}

/** A TID: microseconds, and a number that makes it unique. */
export function tid(nowMs: number, number: number): string {
  let value = (BigInt(Math.floor(nowMs)) * 1000n + BigInt(number % 1000)) << 10n
  let text = ''
  for (let place = 0; place < 13; place += 1) {
    text = sortable[Number(value & 31n)] + text
    value >>= 5n
  }
  return text
}

/** Whether a record key is one that posts may have. */
export function isTid(rkey: string): boolean {
  return /^[234567abcdefghij][234567a-z]{12}$/.test(rkey)
}

/** The parts of `at://<did>/<collection>/<rkey>`. */
export function splitUri(uri: string): { readonly did: string; readonly collection: string; readonly rkey: string } {
  const [did = '', collection = '', rkey = ''] = uri.replace(/^at:\/\//, '').split('/')
  return { did, collection, rkey }
}
