import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAtUri, parseAtUri } from '../src/protocol/at-uri.ts'
import { createTid, isTid, tidOfKey } from '../src/protocol/tid.ts'
import { readTokenClaims } from '../src/protocol/token.ts'

describe('TIDs', () => {
  test('have the form that the server asks for, at any time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 42 }), (nowMs) => {
        expect(isTid(createTid(nowMs))).toBe(true)
      }),
    )
  })

  test('say when they were made, one to two seconds before', () => {
    expect(readMs(createTid(1_795_315_162_000, undefined, () => 0))).toBe(1_795_315_161_000)
    expect(readMs(createTid(1_795_315_162_000, undefined, () => 0.999))).toBe(1_795_315_160_001)
  })

  test('sort as text by time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e12, max: 4e12 }), fc.integer({ min: 1001, max: 1e11 }), (early, laterByMs) => {
        expect(createTid(early) < createTid(early + laterByMs)).toBe(true)
      }),
    )
  })

  test('rise within a thread, of a thousand parts too, and none lies in the future', () => {
    const nowMs = 1_795_315_162_000
    const keys = [createTid(nowMs)]
    while (keys.length < 1000) keys.push(createTid(nowMs, keys.at(-1)))
    expect(keys.toSorted()).toEqual(keys)
    expect(new Set(keys).size).toBe(keys.length)
    expect(readMs(keys.at(-1) ?? '')).toBeLessThan(nowMs)
  })

  test('of other keys are always the same, and of TIDs the TID itself', async () => {
    expect(await tidOfKey('3n2ullbs55k2b')).toBe('3n2ullbs55k2b')
    const key = '0f8fad5b-d9cb-469f-a165-70867728950e'
    expect(isTid(await tidOfKey(key))).toBe(true)
    expect(await tidOfKey(key)).toBe(await tidOfKey(key))
    expect(await tidOfKey(key)).not.toBe(await tidOfKey(`${key}!`))
  })

  test('of other keys lie before the network had posts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string().filter((key) => !isTid(key)),
        async (key) => {
          const tid = await tidOfKey(key)
          expect(isTid(tid)).toBe(true)
          expect(readMs(tid)).toBeGreaterThanOrEqual(Date.UTC(2005, 0, 1))
          expect(readMs(tid)).toBeLessThan(Date.UTC(2022, 10, 15))
        },
      ),
    )
  })

  test.each(['', 'not-a-tid', '3n2ullbs55k2', '3n2ullbs55k2b2', '0n2ullbs55k2b', 'zn2ullbs55k2b', '3N2ULLBS55K2B'])(
    '%j is none',
    (text) => expect(isTid(text)).toBe(false),
  )
})

describe('AT URIs', () => {
  test('are taken apart and put together', () => {
    const uri = 'at://did:plc:34iycqorrboxil2ktp7fn4n7/app.bsky.feed.post/3n2ullbs55k2b'
    const parts = { did: 'did:plc:34iycqorrboxil2ktp7fn4n7', collection: 'app.bsky.feed.post', rkey: '3n2ullbs55k2b' }
    expect(parseAtUri(uri)).toEqual(parts)
    expect(formatAtUri(parts)).toBe(uri)
  })

  test.each([
    '',
    'https://bsky.app/profile/did:plc:a/post/b',
    'at://alice.test/app.bsky.feed.post/3n2ullbs55k2b',
    'at://did:plc:a/app.bsky.feed.post',
    'at://did:plc:a/app.bsky.feed.post/../secret',
    'at://did:plc:a/app.bsky.feed.post/a?b=c',
    'at://did:plc:a/app.bsky.feed.post/a\n',
    'at://did:plc:a/app.bsky.feed.post/..',
    'at://did:plc:a:/app.bsky.feed.post/a',
    'at://did:plc:a/post/a',
  ])('%j names no record', (uri) => expect(parseAtUri(uri)).toBeUndefined())
})

describe('the end of a token', () => {
  const tokenOf = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`

  test('is its exp, in milliseconds', () => {
    expect(readTokenClaims(tokenOf({ exp: 1_795_322_360, note: 'ÿ?>' })).expiresAt).toBe(1_795_322_360_000)
  })

  test.each(['', 'a.b.c', 'no token', tokenOf(null), tokenOf({}), tokenOf({ exp: 'soon' }), tokenOf([])])(
    'is not invented for %j',
    (token) => expect(readTokenClaims(token).expiresAt).toBeUndefined(),
  )
})

function readMs(tid: string): number {
  const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
  const value = [...tid].reduce((sum, character) => sum * 32n + BigInt(alphabet.indexOf(character)), 0n)
  return Number((value >> 10n) / 1000n)
}
