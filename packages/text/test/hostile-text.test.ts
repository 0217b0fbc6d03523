import { describe, expect, it } from 'vitest'
import {
  countGraphemes,
  countMastodon,
  countUtf8Bytes,
  findEntities,
  graphemeRule,
  joinParts,
  splitText,
  truncateText,
} from '../src/index.ts'
import { smallestGrowth } from './support/growth.ts'

const hostilePieces = [
  '@',
  '(',
  '#',
  '＃',
  '.',
  '-',
  ':',
  '/',
  '@a',
  '@a.',
  '@a@',
  '@a@b.',
  '@a@b.c',
  '@a-',
  '#1',
  '#a',
  '#・',
  '# ',
  'http://',
  'https://',
  'http://a.bc',
  'http://a.bc/',
  'http://a.bc/(',
  'http://a.bc/((',
  'http://a.bc/).',
  'http://a.bc/?(',
  'http://a.bc/(http://a.bc/(x',
  'http://a.bc/.',
  'http://a',
  'http://a.',
  'http://a@',
  'http://[',
  '((((',
  '[({',
  '://',
  'x',
  ' ',
  '\n',
  '\r\n',
  '\0',
  '\u0301',
  '\u200d',
  '\u0600',
  '\ud83d',
  '\udc68',
  '🇮',
  '👨‍',
  '\u202e',
  '\u1100',
  'क्',
  '一',
]

/** Runs all that reads a whole text. */
function readAll(text: string): void {
  countGraphemes(text)
  countUtf8Bytes(text)
  countMastodon(text)
  findEntities(text)
}

describe('hostile text', { timeout: 60_000 }, () => {
  it.each(hostilePieces)('of nothing but %j is read in linear time', (piece) => {
    expect(smallestGrowth(readAll, piece)).toBeLessThan(80)
  })

  it.each(['word ', '。', '東京', '🇮🇹', 'https://a.bc ', '! '])(
    'of nothing but %j is split with as little counting, however long it is',
    (piece) => {
      const charactersCountedFor = (length: number) => {
        let counted = 0
        const count = (text: string) => {
          counted += text.length
          return countGraphemes(text)
        }
        const text = piece.repeat(Math.ceil(length / piece.length))
        splitText(text, { rules: [{ unit: 'graphemes', maximum: 100, count }], counter: true })
        return counted / text.length
      }
      expect(charactersCountedFor(20_000)).toBeLessThan(50)
    },
  )

  it.each(['@', '(', '#', 'http://a.bc/('])('of a megabyte of %j throws nothing and finds nothing', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
    expect(findEntities(text).length).toBe(piece.startsWith('http') ? text.length / piece.length : 0)
    expect(countMastodon(text)).toBeGreaterThan(0)
    expect(truncateText(text, { rules: [graphemeRule(50)] }).length).toBeLessThanOrEqual(50)
  })

  it.each(['(', '!', '\0', '\ud83d'])('of many %j is split and joined', (piece) => {
    const text = piece.repeat(5000)
    const parts = splitText(text, { rules: [graphemeRule(300)], counter: true })
    expect(joinParts(parts)).toBe(text)
  })
})
