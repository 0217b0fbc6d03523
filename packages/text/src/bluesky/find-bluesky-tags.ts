import type { HashtagEntity } from '../entities/entity.ts'
import { spanMaker } from '../entities/utf8-offsets.ts'
import { isEntityName } from '../rules/entity-rules.ts'
import type { BlueskyCashtagEntity } from './bluesky-entity.ts'
import { blueskyEntityRules, unseenInTags } from './bluesky-entity-rules.ts'

// # with a variation selector is a keycap emoji.
const tagRun = new RegExp(`(?<=^|[\\s(])[#＃](?!\\ufe0f)([^${unseenInTags}]+)`, 'gu')
const punctuation = /\p{P}/u
const cashtag = /(?<=^|[\s(])\$([A-Za-z][A-Za-z0-9]{0,4})(?=\s|$|[.,;:!?)"'\u2019])/g

/**
 * Finds tags as Bluesky's app does, from left to right: behind white space or `(`, whatever stands there up to the next
 * white space, without punctuation at its end; of 64 graphemes at most. Digits and punctuation alone are none.
 */
export function findBlueskyTags(text: string): HashtagEntity[] {
  const tags: HashtagEntity[] = []
  const spanOf = spanMaker(text)
  for (const { 1: run = '', index } of text.matchAll(tagRun)) {
    const tag = withoutTrailingPunctuation(run)
    if (isEntityName(blueskyEntityRules.hashtag, tag)) {
      tags.push({ kind: 'hashtag', tag, ...spanOf(index, index + 1 + tag.length) })
    }
  }
  return tags
}

/** Finds ticker symbols (`$TUT`), from left to right: a letter and up to four letters or digits. */
export function findBlueskyCashtags(text: string): BlueskyCashtagEntity[] {
  const spanOf = spanMaker(text)
  return Array.from(text.matchAll(cashtag), ({ 0: whole, 1: symbol = '', index }) => ({
    kind: 'cashtag',
    symbol: symbol.toUpperCase(),
    ...spanOf(index, index + whole.length),
  }))
}

function withoutTrailingPunctuation(run: string): string {
  const characters = Array.from(run)
  while (characters.length > 0 && punctuation.test(characters.at(-1) ?? '')) characters.pop()
  return characters.join('')
}
