import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countGraphemes, countMastodon } from '../src/index.ts'
import { difficultText } from './arbitraries.ts'

// The facts are those of mastodon/mastodon spec/validators/status_length_validator_spec.rb and of
// app/javascript/mastodon/features/compose/util/counter.test.ts, read 2026-11-22; the cases are our own.
describe('countMastodon', () => {
  it.each([
    ['', 0],
    ['hello', 5],
    [' \n\t ', 0],
    ['\u00a0', 0],
    [' \r\n hello \n', 5],
    [`${'a'.repeat(500)}\n`, 500],
    ['✨'.repeat(500), 500],
    ['🏳️‍⚧️'.repeat(500), 500],
    ['e\u0301e\u0301', 2],
  ])('counts graphemes: %j is %i', (text, expected) => {
    expect(countMastodon(text)).toBe(expected)
  })

  it.each([
    ['http://a.bc', 23],
    [`https://example.com/${'long/'.repeat(50)}`, 23],
    ['see https://example.com here', 32],
    ['https://example.com, and http://example.org.', 23 + 6 + 23 + 1],
    ['(https://example.com/a_(b))', 25],
    ['https://example.com/(a(b)c)', 23],
    ['https://example.com/(unclosed', 23 + '(unclosed'.length],
    ['https://example.com/a== b', 23 + '== b'.length],
    ['https://example.com/?q=abc==', 23],
    ['https://example.com/?q=a&b=!', 24],
    ['https://example.com?q=1', 23],
    ['https://example.com?', 24],
    ['https://example.com/a.?q=1', 23 + '.?q=1'.length],
    ['https://example.com:8080/x#y', 23],
    ['look https://example.com/🐪/#camel here', 33],
    ['besøk https://grå.org/ idag', 34],
    ['参观 https://慕田峪长城.网址/ 今天', 29],
    ['見てhttps://example.com', 25],
    ['HTTPS://EXAMPLE.COM', 23],
    ['https://example.com/\nhttps://example.com/', 47],
  ])('counts a link as 23: %j is %i', (text, expected) => {
    expect(countMastodon(text)).toBe(expected)
  })

  it.each([
    'ahttp://example.com/example',
    '@http://example.com',
    'example.com/no-scheme',
    'http://localhost/path',
    'http://127.0.0.1/path/to/something',
    'http://[::1]/path/to/something',
    'https://user:password@example.com/path',
    'https://under_score.com/path-to-something',
    'https://example.com1/path-to-something',
    'ftp://example.com/path/to/something',
    `https://${'b'.repeat(64)}.com`,
    `http://example.com/valid?${'#foo?'.repeat(1000)}`,
  ])('counts what is no link in full: %j', (text) => {
    expect(countMastodon(text)).toBe(countGraphemes(text))
  })

  it('links an address of 4096 characters, and none of 4097', () => {
    const address = `https://example.com/${'a'.repeat(4096 - 20)}`
    expect(countMastodon(address)).toBe(23)
    expect(countMastodon(`${address}a`)).toBe(4097)
  })

  it.each([
    ['hi @bob', 7],
    ['hi @bob@example.com', 7],
    ['hi @arnt@grå.org, then go', 'hi @arnt, then go'.length],
    ['hi @user@慕田峪长城.网址', 8],
    ['@bob@example.com look https://example.com', 4 + 6 + 23],
    ['@a.b-c_d@sub.example.com', 8],
    ['mail arnt@grå.org for details', 29],
    ['https://example.com/@arnt@example.org', 23],
    ['https://example.com/a.@arnt@example.org/b', 23],
    [`@alice@${'b'.repeat(30)}.com`, 6],
    [`@alice@${'b'.repeat(250)}.com`, 7 + 254],
    ['@alice@example.com@', 19],
    ['foo@alice@example.com', 21],
  ])('counts a remote handle without its host: %j is %i', (text, expected) => {
    expect(countMastodon(text)).toBe(expected)
  })

  it('lets the content warning share the limit, without a rebate', () => {
    expect(countMastodon('', { contentWarning: 'a'.repeat(501) })).toBe(501)
    expect(countMastodon('b'.repeat(251), { contentWarning: 'a'.repeat(250) })).toBe(501)
    expect(countMastodon('x', { contentWarning: 'https://example.com/a-long-path' })).toBe(32)
    expect(countMastodon('x', { contentWarning: '@bob@example.com' })).toBe(17)
    expect(countMastodon('  ', { contentWarning: ' cw ' })).toBe(2)
  })

  it('takes what a link counts from the server', () => {
    expect(countMastodon('see https://example.com', { charactersReservedPerUrl: 30 })).toBe(34)
    expect(countMastodon('see https://example.com', { charactersReservedPerUrl: 0 })).toBe(4)
  })

  it('is exact at the limit: text before a link, and a remote handle', () => {
    expect(countMastodon(`${'a'.repeat(476)} http://${'b'.repeat(30)}.com/example`)).toBe(500)
    expect(countMastodon(`${'a'.repeat(477)} http://${'b'.repeat(30)}.com/example`)).toBe(501)
    expect(countMastodon(`${'a'.repeat(493)} @alice@${'b'.repeat(30)}.com`)).toBe(500)
  })

  it('counts what holds no address and no handle as graphemes', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        fc.pre(!text.includes('://') && !text.includes('@') && text.trim() !== '')
        const stripped = text.replace(/^[ \t\n\v\f\r]+/, '').replace(/[ \t\n\v\f\r]+$/, '')
        expect(countMastodon(text)).toBe(countGraphemes(stripped))
      }),
    )
  })

  it('never counts more than its graphemes and 23 for each address', () => {
    fc.assert(
      fc.property(difficultText(), (text) => {
        const addresses = text.match(/https?:\/\//gi)?.length ?? 0
        expect(countMastodon(text)).toBeLessThanOrEqual(countGraphemes(text) + 23 * addresses)
      }),
      { numRuns: 300 },
    )
  })
})
