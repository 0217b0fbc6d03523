import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell, markdownLink, markdownText, showControls } from '../src/inert.ts'

const payloads = ['=HYPERLINK("http://evil.example")', '+1+1', '-2+3|cmd', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1+1']

test.each(payloads)('%j can not become a formula', (payload) => {
  expect(csvCell(payload).replace(/^"/, '')).toMatch(/^'/)
})

test('numbers stay numbers, missing stays empty, quotes are doubled', () => {
  expect([csvCell(-5), csvCell(1.5), csvCell(0), csvCell(undefined)]).toEqual(['-5', '1.5', '0', ''])
  expect(csvCell('say "hi", you')).toBe('"say ""hi"", you"')
  expect(csvCell('two\nlines')).toBe('"two\nlines"')
})

test('a Markdown cell keeps its borders and its links to itself', () => {
  const text = markdownText(
    'a | b <script>alert(1)</script> [x](javascript:alert(1)) `code` ![](http://evil.example) @all www.evil.example',
  )
  expect(text).not.toMatch(/(^|[^\\])[|`[\]()!]/)
  expect(text).not.toMatch(/<|javascript:|http:|@|www\./)
})

test('controls and bidi overrides are shown, line breaks folded', () => {
  expect(showControls('a\u001b[31mb\u202ec\n\nd')).toBe('a\\u001b[31mb\\u202ec d')
})

test('only http(s) becomes a link', () => {
  expect(markdownLink('x', 'https://a.example/b c')).toBe('[x](<https://a.example/b%20c>)')
  expect(markdownLink('x', 'javascript:alert(1)')).toBe('x')
  expect(markdownLink('x', undefined)).toBe('x')
})

const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units))

test('whatever a text contains, its cell is one cell on one line', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.string()), (text) => {
      expect(markdownText(text).replace(/\\./gs, '')).not.toMatch(/[\r\n|]/)
      const cell = csvCell(text)
      if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/)
      else expect(cell.slice(1, -1).replace(/""/g, '')).not.toContain('"')
    }),
  )
})
