import { describe, expect, test } from 'vitest'
import { inertJson, inertLine, inertText } from '../src/output/inert.ts'
import { createRedactor } from '../src/output/redactor.ts'
import { sparkline } from '../src/output/sparkline.ts'
import { createStyle } from '../src/output/style.ts'
import { renderTable } from '../src/output/table.ts'

const plain = createStyle({ write: () => {} }, {})

describe('text from outside', () => {
  const evil = 'a\u001b[31m\u0007b\u202ec\u009bd\u200be\u{e0041}'

  test('is shown and not obeyed', () => {
    expect(inertLine(evil)).toBe('a\\u001b[31m\\u0007b\\u202ec\\u009bd\\u200be\\udb40\\udc41')
    expect(inertLine('one\r\n\ttwo')).toBe('one two')
  })

  test('keeps its lines, its emoji and its accents', () => {
    expect(inertText('un\ncafé 👩‍👩‍👧 \u001b')).toBe('un\ncafé 👩‍👩‍👧 \\u001b')
  })

  test('means the same as JSON', () => {
    const json = inertJson(JSON.stringify({ text: evil, more: 'two\nlines' }, undefined, 2))
    expect(JSON.parse(json)).toEqual({ text: evil, more: 'two\nlines' })
    for (const obeyed of ['\u001b', '\u009b', '\u202e', '\u200b']) expect(json).not.toContain(obeyed)
  })
})

describe('colours', () => {
  const terminal = { write: () => {}, isTTY: true }

  test.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', { write: () => {} }, {}, false],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['FORCE_COLOR on a pipe', { write: () => {} }, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
    ['NO_COLOR beside FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
  ])('%s', (_name, sink, env, coloured) => {
    expect(createStyle(sink, env).red('x')).toBe(coloured ? '\u001b[31mx\u001b[0m' : 'x')
  })
})

describe('a table', () => {
  const address = 'https://bsky.app/profile/did:plc:34iycqorrboxil2ktp7fn4n7/post/3n2ullbs55k2b'
  const words = 'With nuts? My daughter can’t have any, and her birthday is on Sunday.'
  const draw = (last: string, maxWidth?: number) => {
    const rows = [
      ['sky', { text: last, paint: (text: string) => `<${text}>` }],
      ['a-longer-name', 'short'],
    ]
    return renderTable(['channel', 'text'], rows, plain, maxWidth)
  }

  test('lines up its columns', () => {
    expect(draw('brief')).toBe('channel        text\nsky            <brief>\na-longer-name  short')
  })

  test('wraps the last column between words, and cuts nothing', () => {
    expect(draw(words, 45).split('\n')).toEqual([
      'channel        text',
      'sky            <With nuts? My daughter can’t>',
      '               <have any, and her birthday is>',
      '               <on Sunday.>',
      'a-longer-name  short',
    ])
  })

  test('puts below what would be too narrow, and never breaks an address', () => {
    expect(draw(words, 35).split('\n').slice(1, 4)).toEqual([
      'sky',
      '  <With nuts? My daughter can’t have>',
      '  <any, and her birthday is on>',
    ])
    for (const width of [20, 40, 80]) expect(draw(address, width).split('\n')).toContain(`  <${address}>`)
    expect(draw(address, 100)).toContain(`sky            <${address}>`)
  })

  test('as wide as no terminal is not wrapped', () => {
    expect(draw(words.repeat(9))).toContain(`<${words.repeat(9)}>`)
  })
})

test('numbers over time are drawn, missing ones as dots', () => {
  expect(sparkline([0, undefined, 5, 10])).toBe('▁·▅█')
  expect(sparkline([3, 3])).toBe('▁▁')
  expect(sparkline([])).toBe('')
})

test('a secret is taken out as it is, in JSON and in addresses', () => {
  const redactor = createRedactor()
  redactor.add('p"a ss/word')
  redactor.addVariables({ MASTODON_TOKEN: 'token-of-eight', HOME: '/home/somebody', API_KEY: 'short' })
  const text = `p"a ss/word ${JSON.stringify({ a: 'p"a ss/word' })} ?x=${encodeURIComponent('p"a ss/word')}`
  expect(redactor.redact(text)).toBe('[redacted] {"a":"[redacted]"} ?x=[redacted]')
  expect(redactor.redact('token-of-eight /home/somebody short')).toBe('[redacted] /home/somebody short')
})
