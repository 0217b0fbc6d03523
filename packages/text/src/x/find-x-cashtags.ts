import { endingPunctuation, spaces } from './x-characters.ts'
import type { XCashtagEntity } from './x-entity.ts'
import { xSpanMaker } from './x-span.ts'

const cashtag = new RegExp(
  `(?<=^|[${spaces}])\\$([a-z]{1,6}(?:[._][a-z]{1,2})?)(?=$|\\s|[${endingPunctuation}._-])`,
  'gi',
)

/**
 * Finds ticker symbols, from left to right: behind white space, one to six ASCII letters, with one or two more behind a
 * `.` or `_` (`$BRK.B`).
 *
 * Source: twitter-text 3.1.0 and its published vectors, read 2026-11-25.
 */
export function findXCashtags(text: string): XCashtagEntity[] {
  const spanOf = xSpanMaker(text)
  return Array.from(text.matchAll(cashtag), ({ index, 0: whole, 1: symbol = '' }) => ({
    kind: 'cashtag',
    symbol,
    ...spanOf(index, index + whole.length),
  }))
}
