const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
const tidForm = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/
const clockIdBits = 10n

/** At most so far behind the key before, in clock ids: an eighth of a millisecond. */
const maxStep = 128 * 1024

/** 49 bits of microseconds are 17.8 years. */
const hashBits = 59n
const hashesFromMs = Date.UTC(2005, 0, 1)

/** Whether a text has the form of a TID. Source: https://atproto.com/specs/tid, read 2026-11-22. */
export function isTid(text: string): boolean {
  return tidForm.test(text)
}

/**
 * Makes a TID, the record key that posts must have: 53 bits of microseconds and 10 bits of clock id,
 * in base32-sortable. The microseconds are drawn from the second that ended a second ago: without
 * state only chance keeps two keys of one moment apart (1 in 10^9). The second between is room for
 * the parts of a thread, whose keys rise behind `after` and are not to lie in the future.
 */
export function createTid(nowMs: number, after?: string, random: () => number = Math.random): string {
  if (after !== undefined) return encodeTid(decodeTid(after) + 1n + BigInt(Math.floor(random() * maxStep)))
  const microseconds =
    BigInt(Math.max(0, Math.floor(nowMs - 1000 - 1000 * random()))) * 1000n + BigInt(Math.floor(random() * 1000))
  return encodeTid((microseconds << clockIdBits) | BigInt(Math.floor(random() * 1024)))
}

/**
 * The TID that stands for any other key. The same key always gives the same TID, so that a repeat
 * with it is recognised. It lies in the 18 years from 2005 on, before the network had posts: in its past
 * for good, and never where a key made by the clock is.
 */
export async function tidOfKey(key: string): Promise<string> {
  if (isTid(key)) return key
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  const hash = new DataView(digest).getBigUint64(0) >> (64n - hashBits)
  return encodeTid(((BigInt(hashesFromMs) * 1000n) << clockIdBits) + hash)
}

/** 13 characters of 5 bits; the topmost bit is always 0. */
function encodeTid(value: bigint): string {
  let text = ''
  for (let shift = 60n; shift >= 0n; shift -= 5n) text += alphabet[Number((value >> shift) & 31n)]
  return text
}

function decodeTid(tid: string): bigint {
  return [...tid].reduce((value, character) => (value << 5n) | BigInt(alphabet.indexOf(character)), 0n)
}
