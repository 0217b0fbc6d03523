import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BlueskyEntity, findBlueskyEntities } from '../../src/bluesky/index.ts'
import { difficultText } from '../arbitraries.ts'

const bytesOf = ({ utf8Start, utf8End }: BlueskyEntity) => [utf8Start, utf8End]
const found = <Kind extends BlueskyEntity['kind']>(text: string, kind: Kind) =>
  findBlueskyEntities(text).filter((entity): entity is Extract<BlueskyEntity, { kind: Kind }> => entity.kind === kind)

// The facts are those of packages/api/tests/rich-text-detection.test.ts in bluesky-social/atproto at d6296a1c, read
// 2026-11-25; the cases are our own.
describe('findBlueskyEntities', () => {
  it.each<[string, string[]]>([
    ['nobody here', []],
    ['@ada.example.com comes', ['@ada.example.com']],
    ['with @ada.example.com today', ['@ada.example.com']],
    ['and with @ada.example.com', ['@ada.example.com']],
    ['@a.example.com @b.example.com @a.example.com', ['@a.example.com', '@b.example.com', '@a.example.com']],
    ['@ada-99-lovelace.test', ['@ada-99-lovelace.test']],
    ['ada@lovelace', []],
    ['@ada.example.com!@#$more', ['@ada.example.com']],
    ['@ada.example.com\n@eve.example.com', ['@ada.example.com', '@eve.example.com']],
    ['in brackets (@ada.example.com)', ['@ada.example.com']],
    ['👩‍👩‍👧 @ada.example.com 👩‍👩‍👧', ['@ada.example.com']],
  ])('finds the mentions of %j', (text, expected) => {
    expect(found(text, 'mention').map((entity) => entity.text)).toEqual(expected)
  })

  it.each<[string, string[]]>([
    ['see https://bakery.example here', ['https://bakery.example']],
    ['see https://bakery.example/cakes/lemon here', ['https://bakery.example/cakes/lemon']],
    ['see https://bakery.example/cakes?size=2#top', ['https://bakery.example/cakes?size=2#top']],
    ['https://bakery.example/cakes?size=2#top is it', ['https://bakery.example/cakes?size=2#top']],
    ['https://a.example\nhttps://b.example', ['https://a.example', 'https://b.example']],
    ['👩‍👩‍👧 https://a.example 👩‍👩‍👧', ['https://a.example']],
    [
      'https://a.example https://b.example/c https://d.example',
      ['https://a.example', 'https://b.example/c', 'https://d.example'],
    ],
    [
      'https://a.example, https://b.example/c; https://d.example.',
      ['https://a.example', 'https://b.example/c', 'https://d.example'],
    ],
    ['in brackets (https://a.example)', ['https://a.example']],
    ['with brackets https://a.example/cake_(lemon)', ['https://a.example/cake_(lemon)']],
    [
      'old https://a.wordpress.com/2018/02/03/a-long-title-of-1995s/ ',
      ['https://a.wordpress.com/2018/02/03/a-long-title-of-1995s/'],
    ],
  ])('finds the links of %j', (text, expected) => {
    expect(found(text, 'url').map(({ uri }) => uri)).toEqual(expected)
  })

  it.each<[string, string[]]>([
    ['see bakery.com here', ['bakery.com']],
    ['see bakery.com/cakes here', ['bakery.com/cakes']],
    ['see bakery.com/cakes?size=2 here', ['bakery.com/cakes?size=2']],
    ['bakery.com/cakes?size=2#top is it', ['bakery.com/cakes?size=2#top']],
    ['a.com\nb.co.uk', ['a.com', 'b.co.uk']],
    ['(bakery.com)', ['bakery.com']],
    ['on bakery.com: cakes, on BAKERY.com!', ['bakery.com', 'BAKERY.com']],
    ['on bakery.com/index.php we bake', ['bakery.com/index.php']],
    ['my-bakery.com:8080/x', ['my-bakery.com:8080/x']],
    ['bakery.comを見て', ['bakery.com']],
    ['no.. a..url ..here', []],
    ['e.g. this', []],
    ['lemon-cake.jpg', []],
    ['bakery.com.jpg', []],
    ['e.g./this', []],
    ['bakery.com.jpg/cakes', []],
    ['ada@bakery.com ada@mail.bakery.com/x', []],
    ['bakery.com@x bakery.com_x x/bakery.com', []],
    ['3.14 1.000.000', []],
  ])('links a domain without a scheme in %j', (text, expected) => {
    const links = found(text, 'url')
    expect(links.map((link) => link.text)).toEqual(expected)
    expect(links.map(({ uri }) => uri)).toEqual(expected.map((address) => `https://${address}`))
  })

  it.each<[string, string[], number[][]]>([
    ['#a', ['a'], [[0, 2]]],
    [
      '#a #b',
      ['a', 'b'],
      [
        [0, 2],
        [3, 5],
      ],
    ],
    ['#1', [], []],
    ['#1st', ['1st'], [[0, 4]]],
    ['the #cake', ['cake'], [[4, 9]]],
    ['#cake for all', ['cake'], [[0, 5]]],
    ['a #cake for all', ['cake'], [[2, 7]]],
    ['number #7', [], []],
    ['number #7up', ['7up'], [[7, 11]]],
    ['room #b12', ['b12'], [[5, 9]]],
    ['#', [], []],
    ['#!', [], []],
    ['just #', [], []],
    ['just # here', [], []],
    [`#${'a'.repeat(64)}`, ['a'.repeat(64)], [[0, 65]]],
    [`#${'a'.repeat(65)}`, [], []],
    [`#${'a'.repeat(64)}!`, ['a'.repeat(64)], [[0, 65]]],
    ['a #double#tag', ['double#tag'], [[2, 13]]],
    ['##twice', ['#twice'], [[0, 7]]],
    ['##', [], []],
    ['my #c4ke@h0me!', ['c4ke@h0me'], [[3, 13]]],
    ['with #salt,pepper', ['salt,pepper'], [[5, 17]]],
    [
      'ends #here, #there. #now!',
      ['here', 'there', 'now'],
      [
        [5, 10],
        [12, 18],
        [20, 24],
      ],
    ],
    ['ends #so___...', ['so'], [[5, 8]]],
    [
      '#🦊 and #red🦊fox',
      ['🦊', 'red🦊fox'],
      [
        [0, 5],
        [10, 21],
      ],
    ],
    [
      '#one #one #two',
      ['one', 'one', 'two'],
      [
        [0, 4],
        [5, 9],
        [10, 14],
      ],
    ],
    ['a #️⃣key is none', [], []],
    ['a ##️⃣key is one', ['#️⃣key'], [[2, 13]]],
    ['#lin\ne', ['lin'], [[0, 4]]],
    ['#\u200b', [], []],
    ['#\u200ba', [], []],
    ['#a\u200bb', ['a'], [[0, 2]]],
    ['#ab\u200b', ['ab'], [[0, 3]]],
    ['#\u20e2tag', [], []],
    ['#a\u20e2b', ['a'], [[0, 2]]],
    ['＃cake', ['cake'], [[0, 7]]],
    ['＃#️⃣cake', ['#️⃣cake'], [[0, 14]]],
    ['is it #1?', [], []],
    ['(#cake)', ['cake'], [[1, 6]]],
    ['no#cake', [], []],
  ])('finds the tags of %j', (text, tags, bytes) => {
    const entities = found(text, 'hashtag')
    expect(entities.map(({ tag }) => tag)).toEqual(tags)
    expect(entities.map(bytesOf)).toEqual(bytes)
  })

  it.each<[string, string[], number[][]]>([
    ['$CAKE', ['CAKE'], [[0, 5]]],
    ['$cake', ['CAKE'], [[0, 5]]],
    ['$C', ['C'], [[0, 2]]],
    ['$c', ['C'], [[0, 2]]],
    [
      '$ONE $TWO',
      ['ONE', 'TWO'],
      [
        [0, 4],
        [5, 9],
      ],
    ],
    ['$100', [], []],
    ['$CAKES', ['CAKES'], [[0, 6]]],
    ['$MUFFIN', [], []],
    ['buy $CAKE now', ['CAKE'], [[4, 9]]],
    ['($CAKE)', ['CAKE'], [[1, 6]]],
    ['$CAKE.', ['CAKE'], [[0, 5]]],
    [
      '$CAKE, $PIE!',
      ['CAKE', 'PIE'],
      [
        [0, 5],
        [7, 11],
      ],
    ],
    ['no$SPACE', [], []],
    ['$', [], []],
    ['$ CAKE', [], []],
    ['$12AB', [], []],
    ['$CAK12', ['CAK12'], [[0, 6]]],
    ['$CAK123', [], []],
  ])('finds the ticker symbols of %j', (text, symbols, bytes) => {
    const entities = found(text, 'cashtag')
    expect(entities.map(({ symbol }) => symbol)).toEqual(symbols)
    expect(entities.map(bytesOf)).toEqual(bytes)
  })

  it('counts places in bytes of UTF-8', () => {
    expect(findBlueskyEntities('👨‍👩‍👧‍👧 @ada.example.com 🇮🇹 bakery.com').map(bytesOf)).toEqual([
      [26, 42],
      [52, 62],
    ])
  })

  it('finds entities in order, without overlap, where they say they are', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        const bytes = new TextEncoder().encode(text)
        let reached = 0
        for (const { text: part, start, end, utf8Start, utf8End } of findBlueskyEntities(text)) {
          expect(start).toBeGreaterThanOrEqual(reached)
          expect(part).toBe(text.slice(start, end))
          expect(bytes.slice(utf8Start, utf8End)).toEqual(new TextEncoder().encode(part))
          reached = end
        }
      }),
      { numRuns: 300 },
    )
  })
})
