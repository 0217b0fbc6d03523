import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countGraphemes,
  findEntities,
  findUrls,
  graphemeRule,
  mastodonRule,
  truncateText,
  utf8ByteRule,
} from '../src/index.ts'
import { difficultText } from './arbitraries.ts'

const truncate = (text: string, maxGraphemes: number, ellipsis?: string) =>
  truncateText(text, { rules: [graphemeRule(maxGraphemes)], ellipsis })

describe('truncateText', () => {
  it.each([
    ['one two', 7, 'one two'],
    ['one two', 6, 'one…'],
    ['one two three', 8, 'one two…'],
    ['one two three', 9, 'one two…'],
    ['one, two', 7, 'one,…'],
    ['a'.repeat(50), 10, `${'a'.repeat(9)}…`],
    [`a ${'b'.repeat(50)}`, 10, `a ${'b'.repeat(7)}…`],
    ['👨‍👩‍👧‍👧👨‍👩‍👧‍👧👨‍👩‍👧‍👧', 2, '👨‍👩‍👧‍👧…'],
    ['日本語の文章です', 5, '日本語の…'],
    ['see https://example.com/path and more', 15, 'see…'],
    ['https://example.com/path and more', 15, '…'],
    ['https://example.com and more', 21, 'https://example.com …'],
    ['https://example.com and more', 20, '…'],
    ['@ada.example.com wrote', 20, '@ada.example.com …'],
    ['one two', 1, '…'],
    ['one two', 0, ''],
    ['  one two', 6, '  one…'],
    [' '.repeat(9), 5, '…'],
  ])('shortens %j to %i graphemes: %j', (text, maxGraphemes, expected) => {
    expect(truncate(text, maxGraphemes)).toBe(expected)
  })

  it('takes another ellipsis, or none', () => {
    expect(truncate('one two three', 10, ' [...]')).toBe('one [...]')
    expect(truncate('one two three', 10, '')).toBe('one two')
  })

  it('keeps all rules at once', () => {
    const rules = [graphemeRule(20), utf8ByteRule(12)]
    expect(truncateText('été été été été', { rules })).toBe('été…')
    expect(truncateText('', { rules: [] })).toBe('')
  })

  it('counts a link in the beginning as Mastodon does', () => {
    const link = `https://example.com/${'long/'.repeat(50)}`
    expect(truncateText(`${link} one two three`, { rules: [mastodonRule(30)] })).toBe(`${link} one…`)
  })

  it.each([
    ['short', 60, 'short'],
    ['one two three four five six seven eight', 36, 'one two… https://a.bc/rest-of-it'],
    ['see https://d.ef/a-long-path and more words', 40, 'see… https://a.bc/rest-of-it'],
    ['one two three four five six seven eight', 26, 'o… https://a.bc/rest-of-it'],
    ['one two three four five six seven eight', 25, 'https://a.bc/rest-of-it'],
    ['one two three four five six seven eight', 23, 'https://a.bc/rest-of-it'],
    ['one two three four five six seven eight', 22, ''],
  ])('puts a link to the rest behind %j of at most %i', (text, maximum, expected) => {
    expect(truncateText(text, { rules: [graphemeRule(maximum)], link: 'https://a.bc/rest-of-it' })).toBe(expected)
  })

  it('counts the link as the platform does', () => {
    const link = `https://example.com/${'long/'.repeat(50)}`
    expect(truncateText('one two three four', { rules: [mastodonRule(9 + 23)], link })).toBe('one two three four')
    expect(truncateText('one two three four five six seven eight', { rules: [mastodonRule(9 + 23)], link })).toBe(
      `one two… ${link}`,
    )
  })

  it('never cuts the link to the rest, and keeps the rules with it', () => {
    const link = 'https://a.bc/rest'
    fc.assert(
      fc.property(difficultText(), fc.integer({ min: 0, max: 60 }), (text, maximum) => {
        const rules = [graphemeRule(maximum)]
        const result = truncateText(text, { rules, link })
        expect(countGraphemes(result)).toBeLessThanOrEqual(maximum)
        if (result === text || result === '') return
        expect(findUrls(result).at(-1)).toMatchObject({ text: link, end: result.length })
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the rules, ends at a grapheme, and cuts no entity, for any text', () => {
    fc.assert(
      fc.property(difficultText(), fc.integer({ min: 0, max: 60 }), (text, maxGraphemes) => {
        const result = truncate(text, maxGraphemes)
        expect(countGraphemes(result)).toBeLessThanOrEqual(maxGraphemes)
        if (result === text || result === '' || result === '…') return
        const kept = result.replace(/ ?…$/, '')
        const beginning = text.startsWith(result.slice(0, -1)) ? result.slice(0, -1) : kept
        expect(text.startsWith(beginning)).toBe(true)
        for (const { start, end } of findEntities(text)) {
          expect(start < beginning.length && beginning.length < end).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })
})
