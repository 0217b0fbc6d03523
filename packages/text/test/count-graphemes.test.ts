import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isStandaloneUnit } from '../src/counting/standalone-characters.ts'
import { countGraphemes } from '../src/index.ts'
import { difficultText } from './arbitraries.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const countWithSegmenter = (text: string) => [...segmenter.segment(text)].length

afterEach(() => vi.restoreAllMocks())

describe('countGraphemes', () => {
  it.each([
    ['', 0],
    ['hello', 5],
    ['a\r\nb', 3],
    ['\n\r', 2],
    ['\r\r\n\n', 3],
    ['café', 4],
    ['cafe\u0301', 4],
    ['g\u0308\u0323', 1],
    ['👨‍👩‍👧‍👧', 1],
    ['👍🏽👍🏽', 2],
    ['🇮🇹🇺🇦', 2],
    ['🏳️‍⚧️', 1],
    ['1️⃣2️⃣', 2],
    ['©\u200d©', 1],
    ['日本語', 3],
    ['各国', 2],
    ['นี้', 1],
    ['مرحبا', 5],
    ['שָׁלוֹם', 4],
    ['가나', 2],
    ['“quoted” – and…', 15],
    ['\ud83d', 1],
    ['a\ud83d\udc68\ud83db', 4],
    [' \u0301', 1],
    ['\0\0', 2],
  ])('counts %j as %i', (text, expected) => {
    expect(countGraphemes(text)).toBe(expected)
  })

  it('counts any text as Intl.Segmenter does', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        expect(countGraphemes(text)).toBe(countWithSegmenter(text))
      }),
      { numRuns: 300 },
    )
  })

  it('takes for standalone only what joins no other such character, whichever comes first', () => {
    const units = Array.from({ length: 0x10000 }, (_, unit) => unit).filter((unit) => isStandaloneUnit(unit))
    const standalone = units.filter((unit) => unit !== 0x0d).map((unit) => String.fromCharCode(unit))
    const text = standalone.map((character) => `${character}${character}a${character}가${character}`).join('')
    expect(countWithSegmenter(text)).toBe(text.length)
    expect(countGraphemes(text)).toBe(text.length)
  })

  it('counts every Latin character beside a combining, joining or prepended one as Intl.Segmenter does', () => {
    const companions = ['\u0301', '\u200d', '\ufe0f', '\u0600', '🏽', '\u1160', '\r', '\n', '\u200b']
    for (let unit = 0; unit < 0x300; unit += 1) {
      const character = String.fromCharCode(unit)
      const text = companions.map((companion) => `${character}${companion}${character}x`).join('')
      expect(countGraphemes(text), JSON.stringify(text)).toBe(countWithSegmenter(text))
    }
  })

  it('needs no segmenter for text in Latin script', () => {
    const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment')
    expect(countGraphemes('Plain text,\r\nor a “déjà vu” – nothing more…')).toBe(42)
    expect(segment).not.toHaveBeenCalled()
  })

  it('segments only the stretch that needs it', () => {
    const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment')
    expect(countGraphemes(`${'a'.repeat(1000)}👍🏽${'b'.repeat(1000)}`)).toBe(2001)
    expect(segment.mock.calls).toEqual([['a👍🏽b']])
  })

  it('adds up: two texts together count no more than apart, and hardly less', () => {
    fc.assert(
      fc.property(difficultText(15), difficultText(15), (first, second) => {
        const together = countGraphemes(first + second)
        const apart = countGraphemes(first) + countGraphemes(second)
        expect(together).toBeLessThanOrEqual(apart)
        expect(together).toBeGreaterThanOrEqual(Math.max(countGraphemes(first), countGraphemes(second), apart - 1) - 1)
      }),
    )
  })
})
