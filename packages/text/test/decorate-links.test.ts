import { InvalidInputError } from '@tutti/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decorateLinks, decorateUrl, findUrls, type LinkDecoration } from '../src/index.ts'
import { difficultText } from './arbitraries.ts'

const source = { utm: { source: 'sky' } } satisfies LinkDecoration

describe('decorateUrl', () => {
  it.each([
    ['https://a.bc', 'https://a.bc/?utm_source=sky'],
    ['https://a.bc/', 'https://a.bc/?utm_source=sky'],
    ['https://a.bc:8080/x', 'https://a.bc:8080/x?utm_source=sky'],
    ['HTTPS://A.bc/X', 'HTTPS://A.bc/X?utm_source=sky'],
    ['https://a.bc/x?', 'https://a.bc/x?utm_source=sky'],
    ['https://a.bc/x?a=1', 'https://a.bc/x?a=1&utm_source=sky'],
    ['https://a.bc/x?a=1&', 'https://a.bc/x?a=1&utm_source=sky'],
    ['https://a.bc/x?a', 'https://a.bc/x?a&utm_source=sky'],
    ['https://a.bc?a=1', 'https://a.bc/?a=1&utm_source=sky'],
    ['https://a.bc/#top', 'https://a.bc/?utm_source=sky#top'],
    ['https://a.bc#top', 'https://a.bc/?utm_source=sky#top'],
    ['https://a.bc/x?a=1#/route?b=2', 'https://a.bc/x?a=1&utm_source=sky#/route?b=2'],
    ['https://a.bc/x?#', 'https://a.bc/x?utm_source=sky#'],
    ['https://a.bc/%E2%82%AC%2F?q=%26&r=a+b', 'https://a.bc/%E2%82%AC%2F?q=%26&r=a+b&utm_source=sky'],
    ['https://a.bc/€?q=€', 'https://a.bc/€?q=€&utm_source=sky'],
    ['https://a.bc/x?next=https://d.ef/?g=1', 'https://a.bc/x?next=https://d.ef/?g=1&utm_source=sky'],
    ['https://a.bc/x?a=1;b=2', 'https://a.bc/x?a=1;b=2&utm_source=sky'],
    ['https://a.bc/x?a=%zz', 'https://a.bc/x?a=%zz&utm_source=sky'],
    ['mailto:ada@a.bc', 'mailto:ada@a.bc'],
    ['a.bc/x', 'a.bc/x'],
    ['', ''],
  ])('makes of %s %s', (url, expected) => {
    expect(decorateUrl(url, source)).toBe(expected)
    expect(decorateUrl(expected, source)).toBe(expected)
  })

  it('writes values into templates, and encodes them', () => {
    const decorated = decorateUrl('https://a.bc/', {
      utm: { source: '{channel}', medium: 'social', campaign: '{year} {campaign}', content: '{post}' },
      parameters: { 'ref by': '{channel}/{post}' },
      values: { channel: 'sky', year: '2026', campaign: 'Xmas & more!', post: undefined },
    })
    expect(decorated).toBe('https://a.bc/?utm_source=sky&utm_medium=social&utm_campaign=2026%20Xmas%20%26%20more%21')
    expect(new URL(decorated).searchParams.get('utm_campaign')).toBe('2026 Xmas & more!')
  })

  it('leaves no sign at the end that a platform would take for the end of the sentence', () => {
    const endOf = (value: string) =>
      decorateUrl('https://a.bc/', { parameters: { v: value } }).slice('https://a.bc/?v='.length)
    expect(endOf('a.b')).toBe('a.b')
    expect(endOf('a.')).toBe('a%2E')
    expect(endOf("a!'()*~")).toBe('a%21%27%28%29%2A%7E')
    expect(endOf('\ud83d')).toBe('%EF%BF%BD')
  })

  it.each([
    ['keep', 'https://a.bc/?utm_source=mail&x=1', 'https://a.bc/?utm_source=mail&x=1&utm_medium=social'],
    ['keep', 'https://a.bc/?utm%5Fsource=mail', 'https://a.bc/?utm%5Fsource=mail&utm_medium=social'],
    ['replace', 'https://a.bc/?utm_source=mail&x=1', 'https://a.bc/?x=1&utm_source=sky&utm_medium=social'],
    ['replace', 'https://a.bc/?utm%5Fsource=mail#t', 'https://a.bc/?utm_source=sky&utm_medium=social#t'],
  ] as const)('can %s parameters that are there: %s', (existing, url, expected) => {
    expect(decorateUrl(url, { utm: { source: 'sky', medium: 'social' }, existing })).toBe(expected)
  })

  it('decorates only links to the hosts that are named, and below them', () => {
    const decoration = { ...source, hosts: ['Bakery.example'] }
    const isDecorated = (url: string) => decorateUrl(url, decoration) !== url
    const urls = [
      'https://bakery.example',
      'https://www.BAKERY.example:80/x',
      'https://ada@bakery.example/',
      'https://mybakery.example',
      'https://d.ef/bakery.example',
      'https://bakery.example@d.ef',
    ]
    expect(urls.filter(isDecorated)).toEqual(urls.slice(0, 3))
  })

  it('refuses a placeholder without a value, by its place', () => {
    const decorate = () => decorateUrl('https://a.bc/', { utm: { campaign: '{campain}' }, values: { campaign: 'x' } })
    expect(decorate).toThrow(InvalidInputError)
    expect(decorate).toThrow(
      expect.objectContaining({
        code: 'invalid-options',
        path: 'utm.campaign',
        advice: expect.stringContaining('{campaign}'),
      }),
    )
  })
})

describe('decorateLinks', () => {
  it.each([
    ['no link', 'no link'],
    ['see https://a.bc/x, or https://d.ef.', 'see https://a.bc/x?utm_source=sky, or https://d.ef/?utm_source=sky.'],
    ['(https://a.bc/x)', '(https://a.bc/x?utm_source=sky)'],
    ['https://a.bcを見て', 'https://a.bc/?utm_source=sky を見て'],
    ['https://a.bc…https://d.ef', 'https://a.bc/?utm_source=sky …https://d.ef/?utm_source=sky'],
    ['https://a.bc。終わり', 'https://a.bc/?utm_source=sky。終わり'],
    ['https://a.bc/x_(y)?z=(1)', 'https://a.bc/x_(y)?z=(1)&utm_source=sky'],
  ])('makes of %j %j', (text, expected) => {
    expect(decorateLinks(text, source)).toBe(expected)
  })

  it('leaves a link alone that would be cut', () => {
    const url = `https://a.bc/(${'x'.repeat(200)}#${'y'.repeat(50)})`
    expect(findUrls(url)[0]?.text).toBe(url)
    expect(decorateLinks(url, { parameters: { long: 'z'.repeat(99) } })).toBe(url)
  })

  const decorations: fc.Arbitrary<LinkDecoration> = fc.record({
    utm: fc.record({ source: fc.string({ unit: 'binary' }), campaign: fc.string() }).map(({ source, campaign }) => ({
      source: source.replace(/[{}]/g, ''),
      campaign: campaign.replace(/[{}]/g, ''),
    })),
    existing: fc.constantFrom('keep', 'replace'),
  })

  it('changes nothing but links, and of links nothing but the query', () => {
    fc.assert(
      fc.property(difficultText(), decorations, (text, decoration) => {
        const before = findUrls(text)
        const decorated = decorateLinks(text, decoration)
        const after = findUrls(decorated)
        expect(after.map((url) => url.text.replace(/ $/, ''))).toHaveLength(before.length)
        expect(after.map((url) => withoutQuery(url.text))).toEqual(before.map((url) => withoutQuery(url.text)))
        expect(around(decorated, after).join('').replaceAll(' ', '')).toBe(
          around(text, before).join('').replaceAll(' ', ''),
        )
        expect(decorateLinks(decorated, decoration)).toBe(decorated)
      }),
      { numRuns: 300 },
    )
  })

  it('adds what URL reads back', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string(), (url, value) => {
        const name = 'utm_source'
        const decorated = new URL(decorateUrl(url, { parameters: { [name]: '{value}' }, values: { value } }))
        const plain = new URL(url)
        expect(decorated.searchParams.getAll(name).at(-1)).toBe(value)
        expect([decorated.origin, decorated.pathname, decorated.hash]).toEqual([
          plain.origin,
          plain.pathname,
          plain.hash,
        ])
        expect(decorated.search.startsWith(plain.search)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

function withoutQuery(url: string): string {
  return url.replace(/^([^?#]*)\?[^#]*/, '$1').replace(/^([^/]*\/\/[^/#]*)(#|$)/, '$1/$2')
}

function around(text: string, urls: readonly { start: number; end: number }[]): string[] {
  return [
    ...urls.map(({ start }, index) => text.slice(urls[index - 1]?.end ?? 0, start)),
    text.slice(urls.at(-1)?.end ?? 0),
  ]
}
