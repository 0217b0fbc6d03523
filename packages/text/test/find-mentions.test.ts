import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findMentions, type MentionForm } from '../src/index.ts'

const handlesOf = (text: string, forms?: MentionForm[]) =>
  findMentions(text, { forms }).map((mention) => mention.handle)

describe('findMentions', () => {
  it('tells the forms apart and gives both kinds of offset', () => {
    expect(findMentions('é @bob @bob@grå.org @bob.example.com')).toEqual([
      { kind: 'mention', form: 'fediverse', handle: 'bob', text: '@bob', start: 2, end: 6, utf8Start: 3, utf8End: 7 },
      {
        kind: 'mention',
        form: 'fediverse',
        handle: 'bob@grå.org',
        host: 'grå.org',
        text: '@bob@grå.org',
        start: 7,
        end: 19,
        utf8Start: 8,
        utf8End: 21,
      },
      {
        kind: 'mention',
        form: 'atproto',
        handle: 'bob.example.com',
        text: '@bob.example.com',
        start: 20,
        end: 36,
        utf8Start: 22,
        utf8End: 38,
      },
    ])
  })

  it.each([
    ['fediverse only', ['fediverse'], ['bob', 'bob@example.com', 'bob.example.com']],
    ['AT Protocol only', ['atproto'], ['bob.example.com']],
    ['none', [], []],
  ] as const)('looks for the forms that are asked for: %s', (_name, forms, expected) => {
    const text = '@bob @bob@example.com @bob.example.com'
    expect(handlesOf(text, [...forms])).toEqual(expected)
  })

  it.each([
    ['@bob', ['bob']],
    ['(@bob)', ['bob']],
    ['.@bob: hi', ['bob']],
    ['@bob, @eve and @mallory!', ['bob', 'eve', 'mallory']],
    ['@bob’s', ['bob']],
    ['@bob.', ['bob']],
    ['@bob-', ['bob']],
    ['@bob...', ['bob']],
    ['@a.b_c-d', ['a.b_c-d']],
    ['@bobさん', ['bob']],
    ['@@bob', ['bob']],
    ['@bob@example.com.', ['bob@example.com']],
    ['@bob@sub-domain.example.com!', ['bob@sub-domain.example.com']],
    ['@bob.@example.com', ['bob', 'example.com']],
    ['@bob@慕田峪长城.网址', ['bob@慕田峪长城.网址']],
    ['@bob\u202e@eve', ['bob', 'eve']],
    ['@bob.example.comさん', ['bob.example.com']],
    ['@-bob.example.com', []],
    ['@bob.example.1st', ['bob.example.1st']],
  ])('finds in %j: %j', (text, expected) => {
    expect(handlesOf(text)).toEqual(expected)
  })

  it.each([
    'no mention',
    '@',
    '@ bob',
    'bob@example.com',
    'https://example.com/@bob',
    'a=@bob',
    'é@bob',
    '日@bob',
    '_@bob',
    '@noël',
    '@noe\u0308l',
    '@bob@localhost',
    '@bob@',
    '@bob@example.com@example.org',
    '@http://example.com',
    `@bob@${'a'.repeat(250)}.com`,
  ])('finds none in %j', (text) => {
    expect(handlesOf(text)).toEqual([])
  })

  it('takes a handle that is too long for AT Protocol for a fediverse name', () => {
    const tooLong = `bob.${'a'.repeat(64)}.com`
    expect(handlesOf(`@${tooLong}`, ['atproto'])).toEqual([])
    expect(findMentions(`@${tooLong}`)).toMatchObject([{ form: 'fediverse', handle: tooLong }])
  })
})

const vectors = new URL('../../../../shared/vectors/atproto/syntax/', import.meta.url)
const readVectors = (file: string) =>
  readFileSync(new URL(file, vectors), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))

describe.skipIf(!existsSync(fileURLToPath(vectors)))(
  'AT Protocol’s published handles (needs ../shared beside the repository)',
  () => {
    it('finds each valid one', () => {
      const valid = readVectors('handle_syntax_valid.txt')
      expect(valid.length).toBeGreaterThan(30)
      for (const handle of valid) expect(handlesOf(`@${handle}`, ['atproto'])).toEqual([handle])
    })

    it('takes no invalid one for a handle', () => {
      const invalid = readVectors('handle_syntax_invalid.txt')
      expect(invalid.length).toBeGreaterThan(30)
      for (const handle of invalid) expect(handlesOf(`@${handle}`, ['atproto'])).not.toContain(handle)
    })
  },
)
