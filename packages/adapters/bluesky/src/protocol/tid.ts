const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
const tidForm = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/
const clockIdBits = 10n

/** Whether a text has the form of a TID. Source: https://atproto.com/specs/tid, read 2026-11-22. */
export function isTid(text: string): boolean {
  return tidForm.test(text)
}

/**
 * Makes a TID, the record key that posts must have: 53 bits of microseconds and 10 bits of clock id,
 * in base32-sortable. The microseconds are drawn from the second before `nowMs`: the parts of a
 * thread get their keys in the same millisecond, and without state only chance keeps them apart
 * (1 in 10^9 for two keys).
 */
export function createTid(nowMs: number, random: () => number = Math.random): string {
  const microseconds = BigInt(Math.floor(nowMs - 1000 * random())) * 1000n + BigInt(Math.floor(random() * 1000))
  const clockId = BigInt(Math.floor(random() * 1024))
  return encodeTid((microseconds << clockIdBits) | clockId)
}

/**
 * The TID that stands for any other key. The same key always gives the same TID, so that a repeat
 * with it is recognised.
 */
export async function tidOfKey(key: string): Promise<string> {
  if (isTid(key)) return key
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return encodeTid(new DataView(digest).getBigUint64(0) >> 1n)
}

/** 13 characters of 5 bits; the topmost bit is always 0. */
function encodeTid(value: bigint): string {
  let text = ''
  for (let shift = 60n; shift >= 0n; shift -= 5n) text += alphabet[Number((value >> shift) & 31n)]
  return text
}
