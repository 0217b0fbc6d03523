import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countCodePoints, countUtf8Bytes } from '../src/index.ts'
import { difficultText } from './arbitraries.ts'

describe('countUtf8Bytes', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 2],
    ['€', 3],
    ['😀', 4],
    ['👨‍👩‍👧‍👧', 25],
    ['\ud83d', 3],
    ['\udc68\ud83d', 6],
    ['\ud83d\ud83d\udc68', 7],
  ])('counts %j as %i', (text, expected) => {
    expect(countUtf8Bytes(text)).toBe(expected)
  })

  it('counts any text as TextEncoder encodes it', () => {
    const encoder = new TextEncoder()
    fc.assert(
      fc.property(difficultText(), (text) => {
        expect(countUtf8Bytes(text)).toBe(encoder.encode(text).length)
      }),
      { numRuns: 300 },
    )
  })
})

describe('countCodePoints', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['👨‍👩‍👧‍👧', 7],
    ['\ud83d', 1],
  ])('counts %j as %i', (text, expected) => {
    expect(countCodePoints(text)).toBe(expected)
  })
})
