/** A range of code points of the Basic Multilingual Plane, both ends included, and what each of them counts. */
export interface XWeightRange {
  readonly start: number
  readonly end: number
  readonly weight: number
}

/** How X counts. */
export interface XTextConfig {
  /** The highest weighted length that is allowed. */
  readonly maxWeightedLength: number
  /** What an address counts, whatever its length. */
  readonly urlLength: number
  /** What any other character counts, and an emoji. */
  readonly defaultWeight: number
  readonly ranges: readonly XWeightRange[]
  /** Whether an emoji of several code points counts as one character. */
  readonly countsEmojiAsOne: boolean
}

/**
 * X's own configuration, version 3: 280; letters of most alphabets 1, everything else 2, an emoji 2, an address 23.
 * Premium accounts may write more: replace `maxWeightedLength`.
 *
 * Source: https://github.com/twitter/twitter-text/blob/master/config/v3.json and
 * https://docs.x.com/fundamentals/counting-characters, read 2026-11-25.
 */
export const xTextConfig: XTextConfig = {
  maxWeightedLength: 280,
  urlLength: 23,
  defaultWeight: 2,
  ranges: [
    { start: 0, end: 4351, weight: 1 },
    { start: 8192, end: 8205, weight: 1 },
    { start: 8208, end: 8223, weight: 1 },
    { start: 8242, end: 8247, weight: 1 },
  ],
  countsEmojiAsOne: true,
}
