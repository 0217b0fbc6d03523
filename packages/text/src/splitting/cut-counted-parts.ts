import { InvalidInputError } from '@tutti/model'
import { fitsTextRules, type TextRule } from '../rules/text-rule.ts'
import { cutParts } from './cut-parts.ts'
import type { DividedText } from './divide-text.ts'
import type { PartFrame } from './part-frame.ts'
import type { TextPart } from './text-part.ts'

/** More rounds than any counter needs whose length grows with the number it shows. */
const maxRounds = 30

/**
 * Cuts a text into parts that keep all rules with their counter. Finds a number of parts that comes out when
 * it is assumed, because the counter's own length depends on it. When fewer parts come out, the right number is written
 * into them, if they still fit.
 *
 * @throws InvalidInputError `text-token-too-long`; `invalid-options` when the counter's length never settles
 */
export function cutCountedParts(
  divided: DividedText,
  rules: readonly TextRule[],
  frameOf: (partNumber: number, partCount: number) => PartFrame,
  firstGuess: number,
): TextPart[] {
  let partCount = firstGuess
  for (let round = 0; round < maxRounds; round += 1) {
    const assumedCount = partCount
    const parts = cutParts(divided, rules, (partNumber) => frameOf(partNumber, assumedCount))
    if (parts.length === assumedCount) return parts
    const labelled = parts.length < assumedCount ? relabelled(parts, rules, frameOf) : undefined
    if (labelled !== undefined) return labelled
    partCount = parts.length
  }
  throw new InvalidInputError({
    code: 'invalid-options',
    message: 'the counter given to splitText changes its length so much that no number of parts is right',
    path: 'counter',
    advice: 'Give a counter whose length depends on the number of digits alone, or none.',
  })
}

function relabelled(
  parts: readonly TextPart[],
  rules: readonly TextRule[],
  frameOf: (partNumber: number, partCount: number) => PartFrame,
): TextPart[] | undefined {
  const labelled = parts.map((part, index) => {
    const { before, after } = frameOf(index + 1, parts.length)
    return { ...part, text: before + part.body + after }
  })
  return labelled.every((part) => fitsTextRules(part.text, rules)) ? labelled : undefined
}
