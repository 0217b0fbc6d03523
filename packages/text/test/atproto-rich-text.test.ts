import { describe, expect, it } from 'vitest'
import { findEntities } from '../src/index.ts'

/** The `index` of a facet, as app.bsky.richtext.facet#byteSlice has it. */
const byteSlices = (text: string) =>
  findEntities(text, { mentionForms: ['atproto'] }).map(({ text: part, utf8Start, utf8End }) => ({
    part,
    byteStart: utf8Start,
    byteEnd: utf8End,
  }))

// The facts are those of the lexicon app.bsky.richtext.facet and of @atproto/api tests/rich-text*.test.ts
// (bluesky-social/atproto at d6296a1c, 2026-08-20), read 2026-11-22; the cases are our own.
describe('byte offsets for AT Protocol facets', () => {
  it('count a family emoji as 25 bytes and a flag as 8', () => {
    expect(byteSlices('👨‍👩‍👧‍👧 @ada.example.com 🇮🇹 https://example.com')).toEqual([
      { part: '@ada.example.com', byteStart: 26, byteEnd: 42 },
      { part: 'https://example.com', byteStart: 52, byteEnd: 71 },
    ])
  })

  it('count a full-width hash as 3 bytes', () => {
    expect(byteSlices('タグ ＃料理')).toEqual([{ part: '＃料理', byteStart: 7, byteEnd: 16 }])
  })

  it.each([
    ['(@ada.example.com)', ['@ada.example.com']],
    ['@ada.example.com\n@eve.example.com', ['@ada.example.com', '@eve.example.com']],
    ['@ada.example.com!@#$more', ['@ada.example.com']],
    ['@ada.example.com.', ['@ada.example.com']],
    ['not@right', []],
    ['@ada', []],
    ['@ada@example.com', []],
    ['(https://example.com)', ['https://example.com']],
    ['https://example.com/thing_(cool)', ['https://example.com/thing_(cool)']],
    ['https://a.bc, https://d.ef/g; https://h.ij.', ['https://a.bc', 'https://d.ef/g', 'https://h.ij']],
    ['#a #1 #1a ##x #️⃣x', ['#a', '#1a']],
  ])('mark in %j: %j', (text, expected) => {
    expect(byteSlices(text).map(({ part }) => part)).toEqual(expected)
  })
})
