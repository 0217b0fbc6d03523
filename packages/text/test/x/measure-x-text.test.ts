import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinParts, splitText, truncateText } from '../../src/index.ts'
import { countX, findXUrls, measureXText, xRule, xTextConfig } from '../../src/x/index.ts'
import { difficultProse, difficultText } from '../arbitraries.ts'

describe('measureXText', () => {
  it.each([
    ['', 0],
    ['hello', 5],
    ['Grüße', 5],
    ['Gru\u0308ße', 5],
    ['привет', 6],
    ['東京', 4],
    ['한국', 4],
    ['“quoted” – yes…', 16],
    ['👩‍👩‍👧', 2],
    ['👍🏽', 2],
    ['🇮🇹🇮🇹', 4],
    ['1️⃣', 2],
    ['1⃣', 2],
    ['1', 1],
    ['©', 1],
    ['©️', 2],
    ['☺', 2],
    ['\ud83d', 2],
    ['https://bakery.example.com/a/very/long/path/indeed', 23],
    ['see bakery.com now', 4 + 23 + 4],
    ['bakery.comを見て', 23 + 6],
    ['bakery.invalid', 14],
    ['mail@bakery.com', 15],
  ])('counts %j as %i', (text, expected) => {
    expect(countX(text)).toBe(expected)
    expect(measureXText(text).weightedLength).toBe(expected)
  })

  it('says where the part ends that X would take', () => {
    expect(measureXText('x'.repeat(281))).toEqual({
      weightedLength: 281,
      permillage: 1003,
      isValid: false,
      validEnd: 280,
    })
    expect(measureXText(`${'x'.repeat(279)}東`)).toMatchObject({ weightedLength: 281, validEnd: 279 })
    expect(measureXText(`${'x'.repeat(270)} https://a.co`)).toMatchObject({ weightedLength: 294, validEnd: 271 })
    expect(measureXText(`${'e\u0301'.repeat(280)}x`)).toMatchObject({ weightedLength: 281, validEnd: 560 })
    expect(measureXText('abc\uffffdef')).toMatchObject({ weightedLength: 8, isValid: false, validEnd: 3 })
    expect(measureXText('')).toMatchObject({ isValid: false, validEnd: 0 })
  })

  it('takes what counts how much from the configuration', () => {
    const premium = { ...xTextConfig, maxWeightedLength: 25_000 }
    expect(measureXText('x'.repeat(25_000), premium)).toMatchObject({ isValid: true, permillage: 1000 })
    expect(countX('see https://a.co', { ...xTextConfig, urlLength: 30 })).toBe(34)
    expect(countX('👩‍👩‍👧', { ...xTextConfig, countsEmojiAsOne: false })).toBe(8)
  })

  it('never counts more than 2 for each UTF-16 unit and 23 for each address', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        const composed = text.normalize()
        const { weightedLength, validEnd } = measureXText(text)
        expect(weightedLength).toBeLessThanOrEqual(2 * composed.length + 23 * findXUrls(composed).length)
        expect(weightedLength).toBe(countX(text))
        expect(validEnd).toBeLessThanOrEqual(text.length)
        expect(countX(text.slice(0, validEnd))).toBeLessThanOrEqual(280)
      }),
      { numRuns: 300 },
    )
  })
})

describe('xRule', () => {
  it('is the rule of 280', () => {
    expect(xRule()).toMatchObject({ unit: 'x-weighted-characters', maximum: 280 })
    expect(splitText('東'.repeat(140), { rules: [xRule()] })).toHaveLength(1)
    expect(splitText(`${'東京 '.repeat(80)}`, { rules: [xRule()] }).length).toBe(2)
    const link = `https://example.com/${'long/'.repeat(99)}`
    expect(truncateText('word '.repeat(99), { rules: [xRule({ ...xTextConfig, maxWeightedLength: 40 })], link })).toBe(
      `word word word… ${link}`,
    )
  })

  it('is kept by every part of a split text, and nothing is lost', () => {
    const rule = xRule({ ...xTextConfig, maxWeightedLength: 100 })
    fc.assert(
      fc.property(difficultProse, (text) => {
        let parts: ReturnType<typeof splitText>
        try {
          parts = splitText(text, { rules: [rule], counter: { template: '🧵 {number}/{count}', position: 'start' } })
        } catch (error) {
          expect(error).toMatchObject({ code: 'text-token-too-long' })
          return
        }
        expect(joinParts(parts)).toBe(text)
        for (const part of parts) expect(countX(part.text)).toBeLessThanOrEqual(100)
      }),
      { numRuns: 100 },
    )
  })
})
