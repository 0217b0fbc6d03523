import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blueskyEntityRules, findBlueskyEntities } from '../src/bluesky/index.ts'
import { type EntityRule, findMentions, isEntityName, mastodonEntityRules } from '../src/index.ts'
import { findXEntities, xEntityRules } from '../src/x/index.ts'
import { difficultText } from './arbitraries.ts'

const rules: readonly [string, EntityRule, string[], string[]][] = [
  ['X mentions', xEntityRules.mention, ['ada', 'ada_99', '7', 'a'.repeat(20)], ['', 'ada-l', 'ädä', 'a'.repeat(21)]],
  [
    'X hashtags',
    xEntityRules.hashtag,
    ['cake', '1st', 'käse', 'il·lusió', 'タグ・名'],
    ['', '1', '_', 'a-b', 'a b', '🦊'],
  ],
  ['X cashtags', xEntityRules.cashtag, ['T', 'TUTTI', 'BRK.B', 'a_bc'], ['', 'TOOLONG', 'A1', 'A.BCD', 'A.']],
  [
    'Mastodon mentions',
    mastodonEntityRules.mention,
    ['ada', 'a.b-c', 'ada@bakery.example', 'ada@käse.example', 'ada@localhost'],
    ['', 'ada.', '-ada', 'ada@', 'ada@.example', 'ädä', 'a b'],
  ],
  ['Mastodon hashtags', mastodonEntityRules.hashtag, ['cake', '1st', 'タグ・名', 'a_'], ['', '1', '_', 'a·', 'a-b']],
  [
    'Bluesky mentions',
    blueskyEntityRules.mention,
    ['ada.bakery.example', 'a.co', '8.cn'],
    ['', 'ada', 'ada.', 'ada.7', '-a.co', `${'a'.repeat(64)}.co`, `${'a.'.repeat(126)}co`],
  ],
  [
    'Bluesky tags',
    blueskyEntityRules.hashtag,
    ['cake', '1st', 'a,b', '🦊', 'a'.repeat(64)],
    ['', '1', '!', 'a!', 'a b', 'a\u200bb', 'a'.repeat(65), '👩‍👩‍👧'.repeat(30)],
  ],
  ['Bluesky cashtags', blueskyEntityRules.cashtag, ['T', 'cake', 'A1'], ['', '1A', 'TOOLONG', 'A.B']],
]

describe('isEntityName', () => {
  it.each(rules)('knows %s', (_, rule, names, others) => {
    expect(names.filter((name) => !isEntityName(rule, name))).toEqual([])
    expect(others.filter((name) => isEntityName(rule, name))).toEqual([])
  })

  it.each(rules)('says where %s come from, in JSON', (_, rule) => {
    expect(JSON.parse(JSON.stringify(rule))).toEqual(rule)
    expect(rule.source).toMatch(/^https:\/\//)
    expect(rule.checkedAt).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('agrees with what the finders find', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        for (const entity of findXEntities(text)) {
          if (entity.kind === 'mention') expect(isEntityName(xEntityRules.mention, entity.name)).toBe(true)
          if (entity.kind === 'hashtag') expect(isEntityName(xEntityRules.hashtag, entity.tag)).toBe(true)
          if (entity.kind === 'cashtag') expect(isEntityName(xEntityRules.cashtag, entity.symbol)).toBe(true)
        }
        for (const entity of findBlueskyEntities(text)) {
          if (entity.kind === 'mention') expect(isEntityName(blueskyEntityRules.mention, entity.handle)).toBe(true)
          if (entity.kind === 'hashtag') expect(isEntityName(blueskyEntityRules.hashtag, entity.tag)).toBe(true)
          if (entity.kind === 'cashtag') expect(isEntityName(blueskyEntityRules.cashtag, entity.symbol)).toBe(true)
        }
        for (const { handle } of findMentions(text, { forms: ['fediverse'] })) {
          expect(isEntityName(mastodonEntityRules.mention, handle)).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })
})
