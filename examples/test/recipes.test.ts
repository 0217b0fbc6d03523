import { readdirSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'

/** What each recipe prints, in order; anything may stand between. */
const expected: Readonly<Record<string, readonly RegExp[]>> = {
  'publish-everywhere': [/^sky: published, at:/m, /^fedi: published, http:/m],
  'preview-before-sending': [/^sky: 389 of 300 graphemes/m, /^sky: error text-too-long\./m, /^fedi: 389 of 500/m],
  'long-text-as-thread': [/^sky: 2 parts, fedi: 1$/m],
  'image-with-description': [/^image: A lemon cake on a blue plate$/m],
  'survive-a-lost-answer': [/^fedi: was it published/m, /^fedi: published, known by read-back$/m, /there 1 time\.$/m],
  'answer-questions': [/^ada\.test on sky: Is there one without nuts\?$/m, /^answered: at:/m],
  'moderate-comments': [/^hidden by the rule "words": it /m],
  'measure-and-report': [/^# Lemon cake/m, /reactions/],
  'schedule-a-post': [/^waits until 2099-12-01T09:00/m, /^gap: goes out at 2099-03-29T01:30/m, /^cancelled$/m],
  'hundreds-of-accounts': [/^client-007: published$/m, /^client-123: published$/m, /posts stand there$/m],
  'a-rule-of-your-own': [/^Fresh bread\. #bakery$/m, /^held: .*it promises something/m],
}

const recipes = readdirSync(new URL('../recipes', import.meta.url))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'practice')

afterEach(() => vi.restoreAllMocks())

test('every recipe is known here', () => {
  expect(recipes.toSorted()).toEqual(Object.keys(expected).toSorted())
})

test.each(recipes)('%s runs to its end without an account', async (name) => {
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)))
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  await import(`../recipes/${name}.ts`)
  let rest = printed.join('\n')
  for (const pattern of expected[name] ?? []) {
    const found = pattern.exec(rest)
    expect(found, `${pattern} in:\n${printed.join('\n')}`).not.toBeNull()
    rest = rest.slice((found?.index ?? 0) + (found?.[0].length ?? 0))
  }
})
