import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findShared, needsShared } from '../../../../tools/shared-folder.ts'
import { findXEntities, isXUrl, measureXText, type XTextConfig, xTextConfig } from '../../src/x/index.ts'
import { describeSection } from '../support/twitter-text.ts'

/** What the case says of a text; the display range is the whole text in every case, so it is not compared. */
interface ParseResult {
  readonly weightedLength: number
  readonly valid: boolean
  readonly permillage: number
  readonly validRangeStart: number
  readonly validRangeEnd: number
}

const versionOne: XTextConfig = {
  maxWeightedLength: 140,
  urlLength: 23,
  defaultWeight: 1,
  ranges: [],
  countsEmojiAsOne: false,
}
const versionTwo: XTextConfig = { ...xTextConfig, countsEmojiAsOne: false }

/** Whether X finds one entity in a text, and it is the whole text. */
function isWhole(text: string, isRightKind: (entity: ReturnType<typeof findXEntities>[number]) => boolean): boolean {
  const [entity, ...others] = findXEntities(text)
  return entity !== undefined && others.length === 0 && entity.text === text && isRightKind(entity)
}

function checkResult(config: XTextConfig) {
  return (text: string, expected: ParseResult) => {
    const { weightedLength, permillage, isValid, validEnd } = measureXText(text, config)
    const { validRangeStart, validRangeEnd, valid } = expected
    expect({ weightedLength, permillage, isValid, validRange: [0, validEnd - 1] }).toEqual({
      weightedLength: expected.weightedLength,
      permillage: expected.permillage,
      isValid: valid,
      validRange: [validRangeStart, validRangeEnd],
    })
  }
}

describeSection<boolean>('validate.yml', 'tweets', (text, expected) => {
  expect(measureXText(text, versionOne).isValid).toBe(expected)
})

describeSection<boolean>('validate.yml', 'usernames', (text, expected) => {
  expect(isWhole(text, (entity) => entity.kind === 'mention' && entity.list === undefined)).toBe(expected)
})

describeSection<boolean>('validate.yml', 'lists', (text, expected) => {
  expect(isWhole(text, (entity) => entity.kind === 'mention' && entity.list !== undefined)).toBe(expected)
})

describeSection<boolean>('validate.yml', 'hashtags', (text, expected) => {
  expect(isWhole(text, (entity) => entity.kind === 'hashtag')).toBe(expected)
})

describeSection<boolean>('validate.yml', 'urls', (text, expected) => expect(isXUrl(text)).toBe(expected))

describeSection<boolean>('validate.yml', 'urls_without_protocol', (text, expected) => {
  expect(isXUrl(text, { requireScheme: false })).toBe(expected)
})

describeSection('validate.yml', 'WeightedTweetsCounterTest', checkResult(versionTwo))
describeSection('validate.yml', 'WeightedTweetsWithDiscountedEmojiCounterTest', checkResult(xTextConfig))
describeSection('validate.yml', 'UnicodeDirectionalMarkerCounterTest', checkResult(xTextConfig))

describe('the published configuration', () => {
  const configs = [
    { file: 'v2.json', ours: versionTwo },
    { file: 'v3.json', ours: xTextConfig },
  ].map((entry) => ({ ...entry, path: findShared('vectors', 'twitter-text', entry.file) }))

  for (const { file, ours, path } of configs) {
    test.skipIf(path === undefined)(`${file} is ours (${needsShared})`, () => {
      const theirs = JSON.parse(readFileSync(path as string, 'utf8'))
      const ranges: { start: number; end: number; weight: number }[] = theirs.ranges
      expect(ours).toEqual({
        maxWeightedLength: theirs.maxWeightedTweetLength,
        urlLength: theirs.transformedURLLength,
        defaultWeight: theirs.defaultWeight / theirs.scale,
        ranges: ranges.map(({ weight, ...range }) => ({ ...range, weight: weight / theirs.scale })),
        countsEmojiAsOne: theirs.emojiParsingEnabled ?? false,
      })
    })
  }
})
