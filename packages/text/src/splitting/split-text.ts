import type { ThreadCounter } from '@tutti/model'
import { fitsTextRules, type TextRule } from '../rules/text-rule.ts'
import { cutCountedParts } from './cut-counted-parts.ts'
import { cutParts } from './cut-parts.ts'
import { divideText } from './divide-text.ts'
import { frameWriter, noFrame, type PartCounter } from './part-frame.ts'
import type { TextPart } from './text-part.ts'

/** How to split a text. */
export interface SplitTextOptions {
  /** What each part must keep, all of them at once. Without any, the text stays whole. */
  readonly rules: readonly TextRule[]
  /**
   * Numbers the parts when there are two or more, and takes the counter off each part's room: true for ` 2/10` at the
   * end, a template for another form or for the start (`{ template: '🧵 {number}/{count}', position: 'start' }`), or a
   * function that writes what stands at the end. A space keeps the counter off the text where no other white space does.
   */
  readonly counter?: boolean | ThreadCounter | PartCounter | undefined
}

/**
 * Splits a text into parts that each keep all rules, counter included.
 *
 * - A text that keeps the rules is one part, unchanged and without a counter.
 * - Nothing is cut inside a grapheme, URL, mention, hashtag or word; words of scripts without spaces are found by
 *   `Intl.Segmenter`. `findEntities` of all bodies, moved by `sourceStart`, is `findEntities` of the text.
 * - A part ends with a paragraph rather than a line, with a line rather than a sentence, with a sentence rather than a
 *   word, as long as this leaves it at least half as long as it could be.
 * - White space where a part ends is not sent; {@link joinParts} gives the text back exactly.
 *
 * @throws InvalidInputError `text-token-too-long` when a single link, mention, hashtag or word is longer than a whole
 * part may be: it is never cut in silence. `invalid-options` when the counter's length never settles, or its template
 * has a placeholder that is not known.
 */
export function splitText(text: string, options: SplitTextOptions): TextPart[] {
  const { rules, counter = false } = options
  if (fitsTextRules(text, rules)) return [wholeText(text)]
  const divided = divideText(text)
  const withoutCounter = cutParts(divided, rules, () => noFrame)
  if (counter === false || withoutCounter.length === 1) return withoutCounter

  return cutCountedParts(divided, rules, frameWriter(counter), withoutCounter.length)
}

function wholeText(text: string): TextPart {
  return {
    text,
    body: text,
    sourceStart: 0,
    sourceEnd: text.length,
    separatorBefore: '',
    separatorAfter: '',
  }
}
