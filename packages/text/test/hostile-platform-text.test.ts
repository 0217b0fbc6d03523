import { describe, expect, it } from 'vitest'
import { blueskyEntityRules, findBlueskyEntities } from '../src/bluesky/index.ts'
import {
  collapseBlankLines,
  decorateLinks,
  decorateUrl,
  type EntityRule,
  findEntities,
  isEntityName,
  mastodonEntityRules,
} from '../src/index.ts'
import { findXEntities, isXUrl, measureXText, xEntityRules } from '../src/x/index.ts'
import { smallestGrowth } from './support/growth.ts'

const pieces = [
  '@',
  '(',
  '#',
  '.',
  '-',
  ':',
  '/',
  'x',
  ' ',
  '\n',
  '@a',
  '#1',
  '#a',
  '[({',
  '://',
  'http://',
  'http://a.bc',
  'http://a.bc/(',
  'http://a.bc/(http://a.bc/(x',
  '\ud83d',
  '🇮',
  '$',
  '$a',
  '$a ',
  '＠',
  'RT',
  '@a/b-',
  'a.',
  'あ',
  'あ.',
  'あ_',
  'é.com',
  'a.co',
  'あa.co',
  'a.co/(',
  'a.co/(a.co/(x',
  ' a.co?!',
  'xn--',
  'xn--あ.com ',
  'http://あ',
  'http://t.co/a',
  '1️⃣',
  '🏳️‍🌈',
  '👩‍',
  '\n\n\n',
  '\n \u200b',
  '%',
  '{',
  '&a',
  '#!',
  '·',
  '-a',
]
const rules: readonly EntityRule[] = [xEntityRules, mastodonEntityRules, blueskyEntityRules].flatMap((all) =>
  Object.values<EntityRule>(all),
)

/** Runs all of the platforms' own finders, and what changes a text. */
function readAll(text: string): void {
  findXEntities(text)
  measureXText(text)
  isXUrl(`https://${text}`)
  isXUrl(`https://a.bc/${text}`)
  findBlueskyEntities(text)
  decorateLinks(text, { utm: { source: 'x' } })
  decorateUrl(`https://a.bc/?${text}`, { utm: { source: 'x' }, existing: 'replace' })
  collapseBlankLines({ text, spans: findEntities(text) })
  for (const rule of rules) isEntityName(rule, `${text}!`)
}

describe('hostile text', { timeout: 60_000 }, () => {
  it.each(pieces)('of nothing but %j is read by each platform’s rules in linear time', (piece) => {
    expect(smallestGrowth(readAll, piece, 400)).toBeLessThan(80)
  })

  it('between two places that matter is read in linear time', () => {
    const readBetween = (text: string) => {
      for (const [before, after] of [
        ['a.co/(', ')'],
        ['http://', '.com'],
        ['#', 'a'],
        ['あ.', '.com'],
        ['@', '@b.co'],
      ]) {
        readAll(`${before}${text}${after}`)
      }
    }
    for (const piece of ['a', '1', 'あ', '-', '.', '!', 'あ ', '_']) {
      expect(smallestGrowth(readBetween, piece, 400)).toBeLessThan(80)
    }
  })
})
