import { InvalidInputError } from '@tutti/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findEntities,
  fitsTextRules,
  graphemeRule,
  joinParts,
  mastodonRule,
  type SplitTextOptions,
  splitText,
  type TextPart,
  utf8ByteRule,
} from '../src/index.ts'
import { difficultProse, difficultText } from './arbitraries.ts'

const rules = fc.oneof(
  fc.integer({ min: 10, max: 90 }).map((maximum) => [graphemeRule(maximum)]),
  fc
    .tuple(fc.integer({ min: 20, max: 60 }), fc.integer({ min: 60, max: 150 }))
    .map(([graphemes, bytes]) => [graphemeRule(graphemes), utf8ByteRule(bytes)]),
  fc
    .tuple(fc.integer({ min: 40, max: 90 }), difficultText(3))
    .map(([maximum, contentWarning]) => [mastodonRule(maximum, { contentWarning })]),
)
const counter = fc.constantFrom<SplitTextOptions['counter'][]>(
  false,
  true,
  (partNumber, partCount) => `(${partNumber} of ${partCount})`,
  (partNumber) => `\n\n${'🧵'.repeat(Math.min(partNumber, 3))}`,
  { template: '({number}/{count})' },
  { template: '🧵 {number}/{count}', position: 'start' },
  { template: '{number}.\n', position: 'start' },
)

const numRuns = 150

/** The parts, or undefined when the text holds a token that no part has room for: then the error must say so. */
function split(text: string, options: SplitTextOptions): TextPart[] | undefined {
  try {
    return splitText(text, options)
  } catch (error) {
    expect(InvalidInputError.isInstance(error) && error.code === 'text-token-too-long').toBe(true)
    return undefined
  }
}

/** Checks a property of the parts of any text; fails when hardly any text could be split. */
function holdsForParts(check: (text: string, parts: TextPart[], options: SplitTextOptions) => void): void {
  let splits = 0
  fc.assert(
    fc.property(difficultProse, rules, counter, (text, ruleSet, counterChoice) => {
      const options = { rules: ruleSet, counter: counterChoice }
      const parts = split(text, options)
      if (parts === undefined) return
      if (parts.length > 1) splits += 1
      check(text, parts, options)
    }),
    { numRuns },
  )
  expect(splits).toBeGreaterThan(numRuns / 6)
}

describe('splitText, for any text and any rules', { timeout: 60_000 }, () => {
  it('loses nothing: joinParts gives the text back', () => {
    holdsForParts((text, parts) => {
      expect(joinParts(parts)).toBe(text)
      expect(joinParts(JSON.parse(JSON.stringify(parts)))).toBe(text)
    })
  })

  it('keeps every rule in every part, counter included', () => {
    holdsForParts((_text, parts, options) => {
      for (const part of parts) expect(fitsTextRules(part.text, options.rules)).toBe(true)
    })
  })

  it('numbers every part with the number of parts there are', () => {
    holdsForParts((_text, parts, options) => {
      if (options.counter !== true || parts.length === 1) return
      for (const [index, part] of parts.entries()) {
        expect(part.text).toBe(`${part.body} ${index + 1}/${parts.length}`)
      }
    })
  })

  it('takes each body from where it says, in order', () => {
    holdsForParts((text, parts) => {
      let reached = 0
      for (const part of parts) {
        expect(text.slice(part.sourceStart, part.sourceEnd)).toBe(part.body)
        expect(part.sourceStart).toBe(reached + part.separatorBefore.length)
        expect(part.separatorBefore + part.separatorAfter).toMatch(/^\s*$/)
        reached = part.sourceEnd + part.separatorAfter.length
      }
      expect(reached).toBe(text.length)
      if (parts.length > 1) for (const part of parts) expect(part.body.trim()).not.toBe('')
    })
  })

  it('cuts no grapheme', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
    holdsForParts((text, parts) => {
      const starts = new Set([...segmenter.segment(text)].map((segment) => segment.index)).add(text.length)
      for (const part of parts) {
        expect(starts.has(part.sourceStart)).toBe(true)
        expect(starts.has(part.sourceEnd)).toBe(true)
      }
    })
  })

  it('cuts no entity and makes none: those of the parts are those of the text, moved', () => {
    holdsForParts((text, parts) => {
      const ofParts = parts.flatMap((part) =>
        findEntities(part.body).map(({ kind, text, start }) => ({ kind, text, start: part.sourceStart + start })),
      )
      expect(ofParts).toEqual(findEntities(text).map(({ kind, text, start }) => ({ kind, text, start })))
    })
  })

  it('splits the parts of a split no further', () => {
    holdsForParts((_text, parts, options) => {
      for (const part of parts) expect(splitText(part.text, options)).toHaveLength(1)
    })
  })
})
