import { InvalidInputError } from '@tutti/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rules } from '../src/index.ts'
import { judge } from '../src/judge.ts'
import { plainWords } from '../src/normalise.ts'
import { checkRule, type ModerationRule } from '../src/rules.ts'

const words = [rules.words(['scam', 'free money', 'дурак'])]

test.each([
  ['This is a SCAM', 'SCAM'],
  ['scam!!!', 'scam'],
  ['what a s c a m', 's c a m'],
  ['s.c.a.m', 's.c.a.m'],
  ['sсam with a Cyrillic letter', 'sсam'],
  ['$cam', undefined],
  ['5cam', '5cam'],
  ['ｓｃａｍ', 'ｓｃａｍ'],
  ['scáaaam', 'scáaaam'],
  ['get FREE  money now', 'FREE  money'],
  ['ну и Дурак', 'Дурак'],
  ['a scampi dinner', undefined],
  ['scan', undefined],
  ['money is free', undefined],
  ['I am a car', undefined],
])('%j: %j', (text, evidence) => {
  const judgement = judge(words, text)
  expect(judgement.action).toBe(evidence === undefined ? 'none' : 'hide')
  expect(judgement.evidence.map((item) => item.text)).toEqual(evidence === undefined ? [] : [evidence])
  if (evidence) expect(judgement.reason).toContain(evidence)
})

test('links: up to max are fine, allowed hosts do not count, and the reason gives both numbers', () => {
  const links = [rules.links({ max: 1, allow: ['shop.example'] })]
  expect(judge(links, 'see https://a.example').action).toBe('none')
  expect(judge(links, 'https://shop.example https://www.shop.example/x https://a.example').action).toBe('none')
  const judgement = judge(links, 'https://a.example https://b.example and https://notshop.example')
  expect(judgement).toMatchObject({ action: 'hide', rule: 'links', reason: 'has 3 links where at most 1 are allowed' })
  expect(judgement.evidence).toHaveLength(3)
})

test('a rule that hides wins over one that flags, whatever their order', () => {
  const both = [rules.words(['buy'], { action: 'flag' }), rules.patterns(['(?i)crypto\\w*'])]
  expect(judge(both, 'buy bread')).toMatchObject({ action: 'flag', rule: 'words' })
  expect(judge(both, 'buy Cryptocoins')).toMatchObject({
    action: 'hide',
    rule: 'patterns',
    evidence: [{ text: 'Cryptocoins' }],
  })
})

test.each([
  ['no words', () => rules.words([]), 'rules.words.words'],
  ['an empty word', () => rules.words(['ok', ' ']), 'rules.words.words[1]'],
  ['a negative number of links', () => rules.links({ max: -1 }), 'rules.links.max'],
  ['a misspelt option', () => rules.links({ max: 1, alow: [] } as never), 'rules.links.alow'],
  ['a broken pattern', () => rules.patterns(['(']), 'rules.patterns.patterns[0]'],
  ['a back reference, which RE2 has not', () => rules.patterns(['(a)\\1']), 'rules.patterns.patterns[0]'],
  ['an unknown kind', () => checkRule({ kind: 'mood' } as never, 'moderation.rules[0]'), 'moderation.rules[0]'],
  ['nothing at all', () => checkRule(null as never, 'moderation.rules[0]'), 'moderation.rules[0]'],
])('%s is a wrong rule, with its place', (_, make, path) => {
  expect(make).toThrow(expect.objectContaining({ code: 'rule-invalid', path }))
  expect(make).toThrow(InvalidInputError)
})

test('evidence is where it says it is, whatever the text', () => {
  const all: ModerationRule[] = [...words, rules.links({ max: 0 }), rules.patterns(['[0-9]+'])]
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('scam', 's c a m', 'https://a.example', '42', ''),
      (text, planted) => {
        const full = `${text} ${planted} ${text}`
        for (const { start, end, text: quoted } of judge(all, full).evidence)
          expect(full.slice(start, end)).toBe(quoted)
        for (const { start, end } of plainWords(full)) expect(end).toBeGreaterThan(start)
      },
    ),
  )
})

test('64 KB of evil text is judged in a time that grows with its length, not with its square', () => {
  const evil = [rules.words(['scam']), rules.links({ max: 1 }), rules.patterns(['(a+)+$'])]
  const bestTimeOf = (length: number) => {
    const text = `${'a '.repeat(length / 4)}${'a'.repeat(length / 2)}!`
    const times = [1, 2, 3, 4, 5].map(() => {
      const startedAt = performance.now()
      judge(evil, text)
      return performance.now() - startedAt
    })
    return Math.min(...times)
  }
  bestTimeOf(4_000)
  // Sixteen times the length: linear is about 16, the square would be 256.
  expect(bestTimeOf(64_000) / bestTimeOf(4_000)).toBeLessThan(64)
})
