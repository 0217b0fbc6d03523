import { describe, expect, it } from 'vitest'
import { findHashtags } from '../src/index.ts'

const tagsOf = (text: string) => findHashtags(text).map((hashtag) => hashtag.tag)

describe('findHashtags', () => {
  it('gives both kinds of offset', () => {
    expect(findHashtags('für ＃Käse')).toEqual([
      { kind: 'hashtag', tag: 'Käse', text: '＃Käse', start: 4, end: 9, utf8Start: 5, utf8End: 13 },
    ])
  })

  it.each([
    ['#tag', ['tag']],
    ['#a #b, #c!', ['a', 'b', 'c']],
    ['(#tag)', ['tag']],
    ['「#タグ」', ['タグ']],
    ['#1a #a1 #2026年', ['1a', 'a1', '2026年']],
    ['#snake_case_', ['snake_case_']],
    ['#tag-more', ['tag']],
    ['#with,punctuation', ['with']],
    ['#東京・大阪', ['東京・大阪']],
    ['#東京・', ['東京']],
    ['#Barça·lona', ['Barça·lona']],
    ['#می‌خواهم', ['می‌خواهم']],
    ['#ශ්‍රී', ['ශ්‍රී']],
    ['#שלום #ืไทย #ไทย', ['שלום', 'ไทย']],
    ['#हिन्दी', ['हिन्दी']],
    ['#cafe\u0301', ['cafe\u0301']],
    ['#𝕏tag #𠀋', ['𝕏tag', '𠀋']],
    ['#double#rainbow', ['double']],
    ['👍#tag ✌️#tag', ['tag', 'tag']],
    ['#tag👍', ['tag']],
    ['#タグhttps://example.com', ['タグ']],
  ])('finds in %j: %j', (text, expected) => {
    expect(tagsOf(text)).toEqual(expected)
  })

  it.each([
    '',
    '#',
    '# tag',
    '#123',
    '#_',
    '#1_2',
    '##tag',
    '#️⃣tag',
    '#1️⃣',
    'a#tag',
    'é#tag',
    '日#tag',
    '1#tag',
    '&#39;',
    '/#tag',
    '=#tag',
    '#?',
    '#http://',
    '#\ud83d',
  ])('finds none in %j', (text) => {
    expect(tagsOf(text)).toEqual([])
  })
})
