import { fitsTextRules, type TextRule } from '../rules/text-rule.ts'
import { inOrderOfPreference } from './break-preference.ts'
import type { DividedText } from './divide-text.ts'
import type { Break } from './find-breaks.ts'
import { furthestFitting } from './furthest-fitting.ts'
import type { PartFrame } from './part-frame.ts'
import type { TextPart } from './text-part.ts'
import { tokenTooLong } from './token-too-long.ts'

/**
 * Cuts a text into parts that keep all rules with what `frameOf` writes around the part of a number, counted from 1.
 *
 * @throws InvalidInputError `text-token-too-long`
 */
export function cutParts(
  { text, start, breaks, mayEndAt }: DividedText,
  rules: readonly TextRule[],
  frameOf: (partNumber: number) => PartFrame,
): TextPart[] {
  const parts: TextPart[] = []
  let partStart = start
  let breakIndex = 0
  while (breakIndex < breaks.length) {
    const frame = frameOf(parts.length + 1)
    const partText = (index: number) => frame.before + text.slice(partStart, breaks[index]?.end) + frame.after
    const fits = (index: number) => fitsTextRules(partText(index), rules)

    const furthest = furthestFitting(breaks.length, breakIndex, fits) ?? breakIndex
    const chosen = inOrderOfPreference(breaks, partStart, breakIndex, furthest).find(
      (index) => mayEndAt(partStart, breaks[index] as Break) && fits(index),
    )
    if (chosen === undefined) {
      const shortest = breaks.find((place) => place.end > partStart && mayEndAt(partStart, place))
      throw tokenTooLong(text, partStart, shortest?.end ?? text.length, frame, rules)
    }
    const { end, next } = breaks[chosen] as Break

    parts.push({
      text: partText(chosen),
      body: text.slice(partStart, end),
      sourceStart: partStart,
      sourceEnd: end,
      separatorBefore: parts.length === 0 ? text.slice(0, start) : '',
      separatorAfter: text.slice(end, next),
    })
    partStart = next
    breakIndex = chosen + 1
  }
  return parts
}
