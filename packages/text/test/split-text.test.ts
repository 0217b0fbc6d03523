import { InvalidInputError, type ThreadCounter } from '@tutti/model'
import { describe, expect, it } from 'vitest'
import {
  findEntities,
  graphemeRule,
  joinParts,
  mastodonRule,
  type PartCounter,
  splitText,
  type TextRule,
  utf8ByteRule,
} from '../src/index.ts'

const bodiesOf = (text: string, ...rules: TextRule[]) => splitText(text, { rules }).map((part) => part.body)
const textsOf = (text: string, maxGraphemes: number) =>
  splitText(text, { rules: [graphemeRule(maxGraphemes)], counter: true }).map((part) => part.text)

function errorOf(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

describe('splitText', () => {
  it('leaves a text that fits as it is, white space included', () => {
    const text = '  one two \n'
    expect(splitText(text, { rules: [graphemeRule(11)], counter: true })).toEqual([
      { text, body: text, sourceStart: 0, sourceEnd: 11, separatorBefore: '', separatorAfter: '' },
    ])
    expect(splitText('', { rules: [graphemeRule(0)] })).toHaveLength(1)
    expect(splitText('anything', { rules: [] })).toHaveLength(1)
  })

  it('says where each part comes from and what lies between', () => {
    expect(splitText(' one two\n\nthree ', { rules: [graphemeRule(8)] })).toEqual([
      { text: 'one two', body: 'one two', sourceStart: 1, sourceEnd: 8, separatorBefore: ' ', separatorAfter: '\n\n' },
      { text: 'three', body: 'three', sourceStart: 10, sourceEnd: 15, separatorBefore: '', separatorAfter: ' ' },
    ])
  })

  it('sends nothing of a text of white space alone', () => {
    const parts = splitText(' \n '.repeat(10), { rules: [graphemeRule(5)], counter: true })
    expect(parts.map((part) => part.text)).toEqual([''])
    expect(joinParts(parts)).toBe(' \n '.repeat(10))
  })

  it.each([
    ['a paragraph before a line', 'one two three\n\nfour\nfive six', 20, ['one two three', 'four\nfive six']],
    ['a line before a sentence', 'one two.\nThree. Four five', 17, ['one two.', 'Three. Four five']],
    ['a sentence before a word', 'One two three. Four five six', 22, ['One two three.', 'Four five six']],
    ['a word before a place inside one', 'one two-three', 9, ['one', 'two-three']],
    ['the last of several', 'One. Two. Three four five', 15, ['One. Two.', 'Three four five']],
    [
      'nothing that leaves most of the room',
      'Hi!\n\none two three four five',
      20,
      ['Hi!\n\none two three', 'four five'],
    ],
    ['a sentence of Chinese before a word', '今天天气很好。我们去公园吧。', 10, ['今天天气很好。', '我们去公园吧。']],
  ] as const)('prefers %s', (_name, text, maxGraphemes, expected) => {
    expect(bodiesOf(text, graphemeRule(maxGraphemes))).toEqual(expected)
  })

  it('finds words where no spaces are, and keeps punctuation with them', () => {
    expect(bodiesOf('東京都から大阪府へ行く', graphemeRule(4))).toEqual(['東京都', 'から大阪', '府へ行く'])
    expect(bodiesOf('ภาษาไทยง่ายนิดเดียว', graphemeRule(8))).toEqual(['ภาษาไทย', 'ง่ายนิด', 'เดียว'])
    expect(bodiesOf('こちらhttps://example.comです', graphemeRule(21))).toEqual(['こちら', 'https://example.comです'])
    expect(bodiesOf('はい、「そう」です', graphemeRule(5))).toEqual(['はい、', '「そう」', 'です'])
    expect(bodiesOf('foo-bar/baz', graphemeRule(5))).toEqual(['foo-', 'bar/', 'baz'])
  })

  it('splits text that is written from right to left', () => {
    expect(bodiesOf('مرحبا بالعالم الجميل', graphemeRule(14))).toEqual(['مرحبا بالعالم', 'الجميل'])
    expect(bodiesOf('שלום עולם יפה', graphemeRule(9))).toEqual(['שלום עולם', 'יפה'])
  })

  it('keeps CR and LF together', () => {
    const parts = splitText('one\r\ntwo\r\n\r\nthree', { rules: [graphemeRule(8)] })
    expect(parts.map((part) => part.body)).toEqual(['one\r\ntwo', 'three'])
    expect(parts[0]?.separatorAfter).toBe('\r\n\r\n')
  })

  it.each([
    ['👨‍👩‍👧‍👧'.repeat(5), 2, ['👨‍👩‍👧‍👧👨‍👩‍👧‍👧', '👨‍👩‍👧‍👧👨‍👩‍👧‍👧', '👨‍👩‍👧‍👧']],
    ['🇮🇹🇺🇦🇫🇷', 2, ['🇮🇹🇺🇦', '🇫🇷']],
    ['👍🏽👍🏽👍🏽', 1, ['👍🏽', '👍🏽', '👍🏽']],
    ['e\u0301 e\u0301', 1, ['e\u0301', 'e\u0301']],
    ['a \u0301b', 2, ['a \u0301', 'b']],
  ])('never cuts a grapheme: %j', (text, maxGraphemes, expected) => {
    expect(bodiesOf(text, graphemeRule(maxGraphemes))).toEqual(expected)
  })

  it('never cuts a link, a mention or a hashtag', () => {
    const text = 'look https://example.com/a-b/c.d?e=f @ada.b-c.example.com #東京・大阪 okay'
    expect(bodiesOf(text, graphemeRule(31))).toEqual([
      'look',
      'https://example.com/a-b/c.d?e=f',
      '@ada.b-c.example.com #東京・大阪',
      'okay',
    ])
  })

  it('makes no mention of an e-mail address', () => {
    expect(bodiesOf('write to name@example.com', graphemeRule(16))).toEqual(['write to', 'name@example.com'])
    expect(errorOf(() => bodiesOf('name@example.com', graphemeRule(12)))).toMatchObject({ code: 'text-token-too-long' })
  })

  it.each([
    ['see https://a.bc-def and more', 17, ['see', 'https://a.bc-def', 'and more']],
    ['see @ada@b.cd-ef@gh and more', 17, ['see', '@ada@b.cd-ef@gh', 'and more']],
    ['see @ada-bob://x and more', 17, ['see @ada-bob://x', 'and more']],
  ])('keeps together what is no entity, but begins like one: %j', (text, maxGraphemes, expected) => {
    expect(findEntities(text)).toEqual([])
    expect(bodiesOf(text, graphemeRule(maxGraphemes))).toEqual(expected)
    expect(errorOf(() => bodiesOf(text, graphemeRule(11)))).toMatchObject({ code: 'text-token-too-long' })
  })

  it('keeps words together that a no-break space joins', () => {
    expect(bodiesOf('au prix de 10\u00a0€ net', graphemeRule(13))).toEqual(['au prix de', '10\u00a0€ net'])
    expect(bodiesOf('10\u00a0000', graphemeRule(4))).toEqual(['10', '000'])
  })

  it('keeps several rules at once', () => {
    const text = 'été '.repeat(30).trim()
    const rules = [graphemeRule(40), utf8ByteRule(29)]
    for (const part of splitText(text, { rules })) expect(part.text).toBe('été été été été été')
  })

  it('counts a link in a part as Mastodon does', () => {
    const link = `https://example.com/${'long/'.repeat(30)}`
    const parts = splitText(`${'word '.repeat(95)}${link} ${'word '.repeat(20)}`, { rules: [mastodonRule(500)] })
    expect(parts.map((part) => part.body)).toEqual([`${'word '.repeat(95)}${link}`, 'word '.repeat(20).trim()])
  })

  it('takes the content warning off every part', () => {
    const text = 'word '.repeat(30).trim()
    const rules = [mastodonRule(60, { contentWarning: 'x'.repeat(40) })]
    expect(splitText(text, { rules }).map((part) => part.text)).toEqual(
      Array(8).fill('word word word word').with(7, 'word word'),
    )
  })

  it('finds the entities of each part where findEntities finds them in the whole', () => {
    const text = 'One #tag two. @ada.example.com three https://example.com/path four #end'
    const parts = splitText(text, { rules: [graphemeRule(28)], counter: true })
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.flatMap((part) => findEntities(part.text).map((entity) => entity.text))).toEqual(
      findEntities(text).map((entity) => entity.text),
    )
  })
})

describe('splitText at the limit', () => {
  it.each([
    [graphemeRule(300), 'a'.repeat(149), 'b'.repeat(150)],
    [utf8ByteRule(600), 'é'.repeat(149), `${'ü'.repeat(150)}c`],
    [mastodonRule(500), 'a'.repeat(476), `https://example.com/${'b'.repeat(99)}`],
  ])('%#: exactly at it is one part, one over is two', (rule, first, second) => {
    expect(rule.count(`${first} ${second}`)).toBe(rule.maximum)
    expect(bodiesOf(`${first} ${second}`, rule)).toHaveLength(1)
    expect(bodiesOf(`.${first} ${second}`, rule)).toEqual([`.${first}`, second])
  })
})

describe('splitText with a counter', () => {
  it('takes the counter off the room of each part', () => {
    expect(textsOf('one two three four', 11)).toEqual(['one two 1/3', 'three 2/3', 'four 3/3'])
  })

  it('puts none on a text that fits, nor on one that fits without its outer white space', () => {
    expect(textsOf('one two', 7)).toEqual(['one two'])
    expect(textsOf(`one two${' '.repeat(20)}`, 8)).toEqual(['one two'])
  })

  it('leaves room for as many digits as the number of parts has', () => {
    for (const words of [9, 10, 11, 99, 100, 101, 1000]) {
      const texts = textsOf('word '.repeat(words), 14)
      expect(texts.at(-1)).toMatch(new RegExp(` ${texts.length}/${texts.length}$`))
      for (const text of texts) expect(text.length).toBeLessThanOrEqual(14)
    }
  })

  it.each<[string, PartCounter, string[]]>([
    ['with a space before it', (n, count) => `(${n} of ${count})`, ['one (1 of 3)', 'two (2 of 3)', 'three (3 of 3)']],
    ['with its own white space', (n) => `\n\n[${n}]`, ['one two\n\n[1]', 'three\n\n[2]']],
    ['or none when it is empty', () => '', ['one two', 'three']],
  ])('writes the counter that it is given, %s', (_name, counter, expected) => {
    const text = `one two${' '.repeat(9)}three`
    const parts = splitText(text, { rules: [graphemeRule(14)], counter })
    expect(parts.map((part) => part.text)).toEqual(expected)
  })

  it.each<[ThreadCounter, string[]]>([
    [{ template: '{number}/{count}' }, ['one two 1/3', 'three 2/3', 'four 3/3']],
    [{ template: '({number})' }, ['one two (1)', 'three (2)', 'four (3)']],
    [{ template: '{number}/{count}', position: 'start' }, ['1/3 one two', '2/3 three', '3/3 four']],
    [{ template: '{number}.\n', position: 'start' }, ['1.\none two', '2.\nthree', '3.\nfour']],
    [{ template: '\n{number}', position: 'end' }, ['one two\n1', 'three\n2', 'four\n3']],
    [{ template: '🧵', position: 'start' }, ['🧵 one two', '🧵 three', '🧵 four']],
    [{ template: '' }, ['one two', 'three four']],
  ])('writes %j into each part', (counter, expected) => {
    const parts = splitText('one two three four', { rules: [graphemeRule(11)], counter })
    expect(parts.map((part) => part.text)).toEqual(expected)
    expect(joinParts(parts)).toBe('one two three four')
  })

  it('refuses a placeholder that it does not know', () => {
    const counter = { template: '{number}/{total}' }
    expect(errorOf(() => splitText('one two three', { rules: [graphemeRule(9)], counter }))).toMatchObject({
      code: 'invalid-options',
      path: 'counter.template',
      advice: 'Use one of {number}, {count}, or give the value.',
    })
  })

  it('keeps the counter off a link', () => {
    const texts = textsOf('see https://example.com and https://example.org', 29)
    expect(texts).toEqual(['see https://example.com 1/2', 'and https://example.org 2/2'])
  })

  it('gives up on a counter whose length never settles', () => {
    let calls = 0
    const counter = () => 'x'.repeat(calls++ % 7)
    const error = errorOf(() => splitText('ab '.repeat(50), { rules: [graphemeRule(12)], counter }))
    expect(error === undefined || InvalidInputError.isInstance(error)).toBe(true)
    const contrary = (_partNumber: number, partCount: number) => (partCount % 2 === 0 ? 'x' : 'x'.repeat(7))
    expect(errorOf(() => splitText('ab '.repeat(50), { rules: [graphemeRule(12)], counter: contrary }))).toMatchObject({
      code: 'invalid-options',
      path: 'counter',
    })
  })
})

describe('splitText with a token over the limit', () => {
  it.each([
    ['a link', `see https://example.com/${'a'.repeat(50)} ok`],
    ['a mention', `see @${'a'.repeat(20)}.example.com ok`],
    ['a hashtag', `see #${'東京'.repeat(20)} ok`],
    ['a word', `see ${'a'.repeat(40)} ok`],
  ])('throws for %s, and says where without saying what', (_name, text) => {
    const error = errorOf(() => splitText(text, { rules: [graphemeRule(30)] }))
    expect(InvalidInputError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'text-token-too-long', outcome: 'not-sent', retryable: false })
    expect(String(error)).toContain('offset 4 to ')
    expect(String(error)).toContain('graphemes, 30 allowed')
    expect(String(error)).not.toContain('a'.repeat(10))
  })

  it('throws when it is the counter that leaves no room', () => {
    const text = 'https://example.com https://example.org'
    expect(bodiesOf(text, graphemeRule(20))).toHaveLength(2)
    const error = errorOf(() => splitText(text, { rules: [graphemeRule(20)], counter: true }))
    expect(error).toMatchObject({ code: 'text-token-too-long' })
    expect(String(error)).toContain('with the counter')
  })

  it('throws when one of several rules cannot be kept', () => {
    const error = errorOf(() => splitText('👨‍👩‍👧‍👧 👨‍👩‍👧‍👧', { rules: [graphemeRule(2), utf8ByteRule(24)] }))
    expect(String(error)).toContain('25 utf8-bytes, 24 allowed')
  })
})
