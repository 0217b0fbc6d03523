/** How good a place for splitting is: the lower, the better. */
export const breakLevels = {
  end: 0,
  paragraph: 1,
  line: 2,
  sentence: 3,
  space: 4,
  /** Between two words of a script that writes no spaces. */
  word: 5,
  /** Not a place of its own: any of those above where it would leave a part short. */
  leavesShortPart: 6,
  /** Where words or punctuation stand together: only when nothing else is left. */
  lastResort: 7,
} as const

/** One of {@link breakLevels}. */
export type BreakLevel = (typeof breakLevels)[keyof typeof breakLevels]

const emptyLine = /\u2029|(?:\r\n|[\n\r\u2028])[^\S\n\r\u2028]*(?:\r\n|[\n\r\u2028])/
const lineEnd = /[\n\v\f\r\u2028]/
// Any white space but the no-break spaces, which keep the words on their two sides together.
const breakingSpace = /[^\S\u00a0\u202f\ufeff]/
const signOfEntity = /[@＠#＃$]/
const opening = /[\p{Ps}\p{Pi}]/u
const closing = /[\p{Pe}\p{Pf}\p{Po}]/u
const wordJoiner = '\u2060'
// Small kana, the lengthening mark and the repetition marks belong to the character before them.
const belongsToCharacterBefore = /[ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ々ー〻ゝゞヽヾ]/
const ascii = /[\0-\x7f]/

/** The level of a break in white space. */
export function inWhiteSpace(space: string, startsSentence: boolean): BreakLevel {
  if (emptyLine.test(space)) return breakLevels.paragraph
  if (lineEnd.test(space)) return breakLevels.line
  if (!breakingSpace.test(space)) return breakLevels.lastResort
  return startsSentence ? breakLevels.sentence : breakLevels.space
}

/**
 * The level of a break where no white space is, or undefined where none may be: beside `@`, `#` and `$`, and beside
 * or inside `://`, a cut could make a mention, a hashtag or an address of what was none (`name@example.com`).
 */
export function betweenCharacters(text: string, offset: number, startsSentence: boolean): BreakLevel | undefined {
  const before = characterBefore(text, offset)
  const after = String.fromCodePoint(text.codePointAt(offset) ?? 0)
  const isAtSchemeSeparator = text.slice(Math.max(0, offset - 3), offset + 3).includes('://')
  if (signOfEntity.test(before) || signOfEntity.test(after) || isAtSchemeSeparator) return undefined
  if (startsSentence) return breakLevels.sentence
  const standTogether =
    (ascii.test(before) && ascii.test(after)) ||
    opening.test(before) ||
    closing.test(after) ||
    before === wordJoiner ||
    after === wordJoiner ||
    belongsToCharacterBefore.test(after)
  return standTogether ? breakLevels.lastResort : breakLevels.word
}

function characterBefore(text: string, offset: number): string {
  const pair = text.slice(Math.max(0, offset - 2), offset)
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1)
}
