import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collapseBlankLines, editText, findEntities, segmentText, type TextSpan } from '../src/index.ts'
import { difficultText } from './arbitraries.ts'

/** A range of a text, as the finders describe one. */
function spanOf(text: string, part: string): TextSpan {
  const start = text.indexOf(part)
  const byteLength = (piece: string) => new TextEncoder().encode(piece).length
  const utf8Start = byteLength(text.slice(0, start))
  return { text: part, start, end: start + part.length, utf8Start, utf8End: utf8Start + byteLength(part) }
}

// The facts are those of packages/api/tests/rich-text.test.ts and rich-text-sanitization.test.ts in bluesky-social/atproto
// at d6296a1c, read 2026-11-25; the cases are our own.
describe('segmentText', () => {
  const segments = (text: string, parts: readonly string[]) =>
    segmentText(
      text,
      parts.map((part) => spanOf(text, part)),
    ).map((segment) => (segment.entity ? [segment.text] : segment.text))

  it.each<[string, string[], (string | string[])[]]>([
    ['', [], ['']],
    ['bread', [], ['bread']],
    ['bread and butter', ['and'], ['bread ', ['and'], ' butter']],
    ['bread and butter', ['bread'], [['bread'], ' and butter']],
    ['bread and butter', ['butter'], ['bread and ', ['butter']]],
    ['bread and butter', ['bread and butter'], [['bread and butter']]],
    ['bread and butter', ['bread', 'and', 'butter'], [['bread'], ' ', ['and'], ' ', ['butter']]],
    ['a👩‍👩‍👧 b👩‍👩‍👧 c', ['a👩‍👩‍👧', 'b👩‍👩‍👧'], [['a👩‍👩‍👧'], ' ', ['b👩‍👩‍👧'], ' c']],
  ])('cuts %j at %j into %j', (text, parts, expected) => {
    expect(segments(text, parts)).toEqual(expected)
  })

  it('leaves out what overlaps, is empty, or lies outside', () => {
    const text = 'bread and butter'
    const ranges = [
      { start: 0, end: 5 },
      { start: 4, end: 9 },
      { start: 10, end: 8 },
      { start: 12, end: 12 },
      { start: 14, end: 99 },
    ]
    expect(segmentText(text, ranges).map((segment) => segment.text)).toEqual(['bread', ' and butter'])
  })

  it('gives the text back', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        const segments = segmentText(text, findEntities(text))
        expect(segments.map((segment) => segment.text).join('')).toBe(text)
      }),
      { numRuns: 200 },
    )
  })
})

describe('editText', () => {
  const edit = (text: string, part: string, start: number, end: number, replacement = '') => {
    const edited = editText({ text, spans: [spanOf(text, part)] }, [{ start, end, replacement }])
    return [edited.text, ...edited.spans.map((span) => span.text)]
  }

  // "read a" stands at 1 to 7 of "bread and butter".
  it.each<[string, [number, number, string?], string[]]>([
    ['inserts before', [0, 0, 'rye'], ['ryebread and butter', 'read a']],
    ['inserts at the start', [1, 1, 'rye'], ['bryeread and butter', 'read a']],
    ['inserts inside', [3, 3, 'rye'], ['breryead and butter', 'reryead a']],
    ['inserts at the end', [7, 7, 'rye'], ['bread aryend butter', 'read a']],
    ['inserts behind', [9, 9, 'rye'], ['bread andrye butter', 'read a']],
    ['deletes around', [0, 8], ['d butter']],
    ['deletes exactly', [1, 7], ['bnd butter']],
    ['deletes behind', [7, 16], ['bread a', 'read a']],
    ['deletes the end and more', [5, 16], ['bread', 'read']],
    ['deletes inside', [3, 5], ['bre and butter', 're a']],
    ['deletes the beginning and more', [0, 3], ['ad and butter', 'ad a']],
    ['deletes before', [0, 1], ['read and butter', 'read a']],
  ])('%s', (_, [start, end, replacement], expected) => {
    expect(edit('bread and butter', 'read a', start, end, replacement)).toEqual(expected)
  })

  it('moves offsets of both kinds along, and keeps all other members', () => {
    const text = 'a👩‍👩‍👧 b👩‍👩‍👧 c'
    const spans = [{ ...spanOf(text, 'b👩‍👩‍👧'), kind: 'url', note: 1 }]
    const edited = editText({ text, spans }, [
      { start: 0, end: 1, replacement: 'ä' },
      { start: text.length, end: text.length, replacement: '!' },
    ])
    expect(edited).toEqual({
      text: 'ä👩‍👩‍👧 b👩‍👩‍👧 c!',
      spans: [{ ...spanOf(edited.text, 'b👩‍👩‍👧'), kind: 'url', note: 1 }],
    })
  })

  it('makes of several edits what one after the other makes', () => {
    const edits = fc.uniqueArray(fc.nat(12), { minLength: 2, maxLength: 8 }).map((places) => {
      const sorted = places.sort((a, b) => a - b)
      return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
        start: sorted[index * 2] as number,
        end: sorted[index * 2 + 1] as number,
        replacement: 'xyz'.slice(index % 4),
      }))
    })
    const text = 'abcdefghijkl'
    const rangeOf = (start: number, length: number) => spanOf(text, text.slice(start, start + length))
    fc.assert(
      fc.property(edits, fc.nat(10), fc.integer({ min: 1, max: 6 }), (all, start, length) => {
        const richText = { text, spans: [rangeOf(start, length)] }
        const oneByOne = all.reduceRight(
          (changed, one) => editText(changed, [one]),
          richText as ReturnType<typeof editText>,
        )
        expect(editText(richText, all)).toEqual(oneByOne)
      }),
    )
  })
})

describe('collapseBlankLines', () => {
  const collapse = (text: string) => collapseBlankLines({ text, spans: [] }).text

  it.each([
    ['a\n\n\n\nb\n\n\nc', 'a\n\nb\n\nc'],
    ['a👩‍👩‍👧\n\n\n👩‍👩‍👧b', 'a👩‍👩‍👧\n\n👩‍👩‍👧b'],
    ['a\n \n \t \nb\n\n  \n\nc', 'a\n\nb\n\nc'],
    ['a\n\nb\n\nc', 'a\n\nb\n\nc'],
    ['a  b          c', 'a  b          c'],
    ['', ''],
    ['a\r\nb\n\rc\rd\n\n\n\ne\n\r \n \n\n\nf\r\n\r\n\r\ng', 'a\r\nb\n\rc\rd\n\ne\n\nf\n\ng'],
    ['a\n\u200b\n\u200c\n\u200d\nb', 'a\n\nb'],
    ['a\n\u00ad\n\u2060\nb', 'a\n\nb'],
  ])('makes of %j %j', (text, expected) => {
    expect(collapse(text)).toBe(expected)
  })

  it('moves what stands in the text along', () => {
    const text = 'é\n\n\n\n@a\n\n\n\n#b c\n\n\nd'
    const { text: collapsed, spans } = collapseBlankLines({ text, spans: findEntities(text) })
    expect(spans).toEqual(findEntities(collapsed))
    expect(spans.map((span) => span.text)).toEqual(['@a', '#b'])
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        const once = collapse(text)
        expect(collapse(once)).toBe(once)
      }),
      { numRuns: 200 },
    )
  })
})
