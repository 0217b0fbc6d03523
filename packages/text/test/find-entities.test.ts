import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findEntities, findHashtags, findMentions, findUrls } from '../src/index.ts'
import { difficultText } from './arbitraries.ts'

describe('findEntities', () => {
  it('finds all kinds in the order of the text', () => {
    const text = '#a @b https://c.de/#f @g@h.ij #k'
    expect(findEntities(text).map((entity) => entity.text)).toEqual(['#a', '@b', 'https://c.de/#f', '@g@h.ij', '#k'])
  })

  it('finds nothing inside a URL', () => {
    const text = 'https://example.com/a.@bob!#tag?q=https://example.org'
    expect(findEntities(text).map((entity) => entity.kind)).toEqual(['url'])
  })

  it('looks for the forms of mention that are asked for', () => {
    const text = '@bob @bob.example.com'
    expect(findEntities(text, { mentionForms: ['atproto'] }).map((entity) => entity.text)).toEqual(['@bob.example.com'])
  })

  it('finds, in any text, sorted entities that do not overlap, each in its own place', () => {
    const encoder = new TextEncoder()
    const decoder = new TextDecoder()
    fc.assert(
      fc.property(difficultText(), (text) => {
        const bytes = encoder.encode(text)
        let reached = 0
        for (const entity of findEntities(text)) {
          expect(entity.start).toBeGreaterThanOrEqual(reached)
          expect(entity.end).toBeGreaterThan(entity.start)
          expect(text.slice(entity.start, entity.end)).toBe(entity.text)
          expect(decoder.decode(bytes.slice(entity.utf8Start, entity.utf8End))).toBe(entity.text)
          reached = entity.end
        }
        expect(reached).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 300 },
    )
  })

  it('finds what the three finders find, but for what overlaps', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        const all = [...findUrls(text), ...findMentions(text), ...findHashtags(text)]
        const kept = findEntities(text)
        for (const entity of all) {
          const isKept = kept.some((other) => other.kind === entity.kind && other.start === entity.start)
          const isCovered = kept.some((other) => other.start < entity.start && other.end > entity.start)
          expect(isKept || isCovered).toBe(true)
        }
        expect(all).toEqual(expect.arrayContaining(kept))
      }),
      { numRuns: 300 },
    )
  })
})
