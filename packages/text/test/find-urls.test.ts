import { describe, expect, it } from 'vitest'
import { findUrls } from '../src/index.ts'

const urlsOf = (text: string) => findUrls(text).map((url) => url.text)

describe('findUrls', () => {
  it('gives offsets in UTF-16 units and in UTF-8 bytes', () => {
    expect(findUrls('é 👍🏽 https://example.com/é.')).toEqual([
      { kind: 'url', text: 'https://example.com/é', start: 7, end: 28, utf8Start: 12, utf8End: 34 },
    ])
  })

  it.each([
    ['https://example.com', 'https://example.com'],
    ['HTTPS://EXAMPLE.COM/A', 'HTTPS://EXAMPLE.COM/A'],
    ['https://example.com/a/b?c=d&e=f#g', 'https://example.com/a/b?c=d&e=f#g'],
    ['https://example.com?q', 'https://example.com?q'],
    ['https://example.com#top', 'https://example.com#top'],
    ['https://example.com:8080/a', 'https://example.com:8080/a'],
    ['https://user:pass@example.com/a', 'https://user:pass@example.com/a'],
    ['http://127.0.0.1:3000/a', 'http://127.0.0.1:3000/a'],
    ['http://[2001:db8::1]/a', 'http://[2001:db8::1]/a'],
    ['http://localhost:3000/a', 'http://localhost:3000/a'],
    ['https://bücher.example/ä', 'https://bücher.example/ä'],
    ['https://慕田峪长城.网址/长城', 'https://慕田峪长城.网址/长城'],
    ['https://xn--bcher-kva.example/', 'https://xn--bcher-kva.example/'],
    ['https://تجربة.موريتانيا/صفحة', 'https://تجربة.موريتانيا/صفحة'],
    ['https://i❤.ws/x', 'https://i❤.ws/x'],
    ['https://bucket_name.example.com/', 'https://bucket_name.example.com/'],
    ['https://example.com/%C3%A9?x=%20', 'https://example.com/%C3%A9?x=%20'],
    ['https://example.com/a-_=+@$', 'https://example.com/a-_=+@$'],
    ['https://example.com/👩‍🚀', 'https://example.com/👩‍🚀'],
  ])('finds %j whole', (text, expected) => {
    expect(urlsOf(text)).toEqual([expected])
    expect(urlsOf(`before ${text} behind`)).toEqual([expected])
  })

  it.each([
    ['See https://example.com.', 'https://example.com'],
    ['https://example.com/a, then', 'https://example.com/a'],
    ['https://example.com/a?!', 'https://example.com/a'],
    ['https://example.com/a...', 'https://example.com/a'],
    ['https://example.com/a…', 'https://example.com/a'],
    ['https://example.com: there', 'https://example.com'],
    ['"https://example.com/a"', 'https://example.com/a'],
    ['“https://example.com/a”', 'https://example.com/a'],
    ['‘https://example.com/a’', 'https://example.com/a'],
    ["'https://example.com/a'", 'https://example.com/a'],
    ['<https://example.com/a>', 'https://example.com/a'],
    ['**https://example.com/a**', 'https://example.com/a'],
    ['https://example.com/a؟', 'https://example.com/a'],
    ['https://example.com/it’s', 'https://example.com/it’s'],
    ['https://example.com/a.b,c;d', 'https://example.com/a.b,c;d'],
    ['https://example.com.', 'https://example.com'],
    ['https://example.com-', 'https://example.com'],
  ])('leaves punctuation at the end outside: %j', (text, expected) => {
    expect(urlsOf(text)).toEqual([expected])
  })

  it.each([
    ['(https://example.com/a)', 'https://example.com/a'],
    ['(see https://example.com/a_(b))', 'https://example.com/a_(b)'],
    ['https://example.com/a_(b)_c', 'https://example.com/a_(b)_c'],
    ['https://example.com/a(b(c)d)e', 'https://example.com/a(b(c)d)e'],
    ['https://example.com/a[b]', 'https://example.com/a[b]'],
    ['https://example.com/a(b', 'https://example.com/a'],
    ['https://example.com/a(b c)', 'https://example.com/a'],
    ['https://example.com/a(b]', 'https://example.com/a'],
    ['https://example.com/a)b', 'https://example.com/a'],
    ['[text](https://example.com/a)', 'https://example.com/a'],
    ['（https://example.com/a）', 'https://example.com/a'],
    ['「https://example.com/a」です', 'https://example.com/a'],
  ])('keeps brackets in pairs: %j', (text, expected) => {
    expect(urlsOf(text)).toEqual([expected])
  })

  it.each([
    ['見てhttps://example.comを', 'https://example.com'],
    ['https://example.com/道。次の文', 'https://example.com/道'],
    ['https://example.com、https://example.org', 'https://example.com'],
    ['https://example.com🎉', 'https://example.com'],
    ['https://example.com\u202e/a', 'https://example.com'],
    ['https://example.com/a\u200bb', 'https://example.com/a'],
    ['https://example.com/a\0b', 'https://example.com/a'],
    ['https://example.com/a\ud83d', 'https://example.com/a'],
    ['https://example.com/a\u00a0b', 'https://example.com/a'],
  ])('ends where no address goes on: %j', (text, expected) => {
    expect(urlsOf(text)[0]).toBe(expected)
  })

  it.each([
    '',
    'example.com',
    'ftp://example.com',
    'https://',
    'https://.',
    'https:///path',
    'https://nodot/path',
    'https://example.1/',
    'https://-example.com',
    'https://example-.com',
    'https://a..b',
    'httpſ://example.com',
    'xhttps://example.com',
    '7https://example.com',
    '@https://example.com',
    '#https://example.com',
    '$https://example.com',
    `https://${'a'.repeat(64)}.com`,
    `https://${'a.'.repeat(140)}com`,
    'http://999.1.1.1.1',
  ])('finds none in %j', (text) => {
    expect(urlsOf(text)).toEqual([])
  })

  it('finds several, from left to right', () => {
    expect(urlsOf('https://a.bc https://d.ef,https://g.hi\nhttps://j.kl')).toEqual([
      'https://a.bc',
      'https://d.ef',
      'https://g.hi',
      'https://j.kl',
    ])
  })
})
