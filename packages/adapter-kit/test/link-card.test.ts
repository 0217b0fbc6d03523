import type { OutsideAnswer, OutsideFetchOptions } from '@tutti/model'
import { expect, test } from 'vitest'
import { guardedFetch, readLinkCard } from '../src/index.ts'
import { serve } from './support/loopback.ts'

const encode = (text: string, charset: BufferEncoding = 'utf8') => Buffer.from(text, charset)

/** Reads the card of a page that comes from nowhere. */
async function cardOf(page: string | Uint8Array, more: Partial<OutsideAnswer> = {}) {
  const bytes = typeof page === 'string' ? encode(page) : page
  const answer = { url: 'https://shop.example/deep/page', mimeType: 'text/html', bytes, ...more }
  return readLinkCard('https://shop.example/', { fetchOutside: async () => answer })
}

test('a page is asked for as little as a card needs, and followed where it redirects', async () => {
  const server = await serve((response, { url }) =>
    url === '/'
      ? response.writeHead(302, { location: '/deep/page' }).end()
      : response
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
          .end(`<title>Cakes</title><meta property="og:image" content="cake.png">${'x'.repeat(3_000_000)}`),
  )
  const allowed = guardedFetch({ allowAddresses: ['127.0.0.1'], allowPorts: [Number(new URL(server.url).port)] })
  let asked: OutsideFetchOptions | undefined
  let received = 0
  const card = await readLinkCard(server.url, {
    async fetchOutside(url, options) {
      asked = options
      const answer = await allowed(url, options)
      received = answer.bytes.byteLength
      return answer
    },
  })
  expect(card).toEqual({ title: 'Cakes', description: undefined, imageUrl: `${server.url}/deep/cake.png` })
  expect(asked).toMatchObject({ accept: ['text/html', 'application/xhtml+xml'] })
  expect(received).toBeLessThanOrEqual(asked?.maxBytes ?? 0)
  expect(received).toBeGreaterThan(500_000)
})

test.each([
  ['<title>Plain</title><meta name="description" content="Words">', { title: 'Plain', description: 'Words' }],
  [
    `<title>Plain</title><meta name="twitter:title" content="Tw"><meta property="og:title" content="Og">
     <meta name="description" content="Words"><meta property="og:description" content="Og words">`,
    { title: 'Og', description: 'Og words' },
  ],
  [
    '<meta name="og:title" content="By name"><meta property="twitter:description" content="By property">',
    { title: 'By name', description: 'By property' },
  ],
  ['<META PROPERTY=OG:TITLE CONTENT=Loud><TITLE>x</TITLE>', { title: 'Loud' }],
  ['<title>Tom &amp; Jerry &#8211; &quot;caf&eacute;&quot;</title>', { title: 'Tom & Jerry – "café"' }],
  ['<meta property="og:title" content=""><title>Fallback</title>', { title: 'Fallback' }],
  ['<title>  one\n\ttwo  </title>', { title: 'one two' }],
  ['<head><title>Page</title></head><svg><title>Drawing</title></svg>', { title: 'Page' }],
  ['<body><p>text<meta property="og:title" content="In the body">', { title: 'In the body' }],
  ['<!-- <title>Commented</title> --><script>"<title>Script</title>"</script><title>Real</title>', { title: 'Real' }],
  ['<title>unfinished', { title: 'unfinished' }],
  ['<meta property="og:title" content="unfinished', {}],
  ['', {}],
  ['\0\0\0', {}],
])('%s', async (page, card) => {
  expect(await cardOf(page)).toEqual({ title: undefined, description: undefined, imageUrl: undefined, ...card })
})

test('markup in a text stays text, and what turns text around is taken out', async () => {
  const card = await cardOf(
    '<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt; a\u202eexe.fdp\u2069 b\u0007\u200b c &#x202e;d">' +
      '<meta property="og:description" content="Family 👩‍👩‍👧 می‌خواهم">',
  )
  expect(card.title).toBe('<script>alert(1)</script> a exe.fdp b c d')
  // What joins emoji and Persian letters is no trick.
  expect(card.description).toBe('Family 👩‍👩‍👧 می‌خواهم')
})

test('texts without end are cut', async () => {
  const card = await cardOf(
    `<title>${'word '.repeat(50_000)}</title><meta name=description content="${'𝒳'.repeat(9_000)}">`,
  )
  expect(card.title?.length).toBeLessThanOrEqual(5_000)
  expect(card.description).toMatch(/^𝒳{2500}$/u)
})

test.each([
  ['https://cdn.example/a.png', 'https://cdn.example/a.png'],
  ['//cdn.example/a.png', 'https://cdn.example/a.png'],
  ['/a.png', 'https://shop.example/a.png'],
  ['a.png', 'https://shop.example/deep/a.png'],
  ['data:image/png;base64,AAAA', undefined],
  ['javascript:alert(1)', undefined],
  ['file:///etc/passwd', undefined],
  ['http://', undefined],
])('the picture %s is at %s', async (content, imageUrl) => {
  expect((await cardOf(`<meta property="og:image" content="${content}">`)).imageUrl).toBe(imageUrl)
})

test.each([
  ['<base href="/base/"><meta property="og:image" content="a.png">', 'https://shop.example/base/a.png'],
  ['<link rel="image_src" href="/old.png">', 'https://shop.example/old.png'],
  ['<meta name="twitter:image" content="/t.png"><link rel="image_src" href="/old.png">', 'https://shop.example/t.png'],
  [
    '<meta property="og:image" content="/a.png"><meta property="og:image:secure_url" content="/s.png">',
    'https://shop.example/s.png',
  ],
])('%s', async (page, imageUrl) => {
  expect((await cardOf(page)).imageUrl).toBe(imageUrl)
})

test.each<[string, Uint8Array, string | undefined]>([
  ['UTF-8 without a word', encode('<title>Käse</title>'), undefined],
  ['UTF-8 by the header', encode('<title>Käse</title>'), 'utf-8'],
  ['Latin 1 by the header', encode('<title>Käse</title>', 'latin1'), 'ISO-8859-1'],
  ['Latin 1 by the page', encode('<meta charset="iso-8859-1"><title>Käse</title>', 'latin1'), undefined],
  [
    'Latin 1 by the page, as it was written once',
    encode('<meta http-equiv=Content-Type content="text/html; charset=latin1"><title>Käse</title>', 'latin1'),
    undefined,
  ],
  ['Latin 1 without a word', encode('<title>Käse</title>', 'latin1'), undefined],
  ['a header that nobody knows', encode('<title>Käse</title>'), 'x-nonsense'],
  ['a byte order mark against the header', encode('\ufeff<title>Käse</title>'), 'latin1'],
  ['UTF-16 by its mark', encode('\ufeff<title>Käse</title>', 'utf16le'), undefined],
  ['UTF-8 that says it is UTF-16', encode('<meta charset=utf-16><title>Käse</title>'), undefined],
  ['UTF-8 that was cut within a character', encode('<title>Käse</title>ä').subarray(0, -1), undefined],
])('%s is read', async (_name, bytes, charset) => {
  expect((await cardOf(bytes, { charset })).title).toBe('Käse')
})

test('Japanese in Shift JIS is read', async () => {
  const bytes = Buffer.concat([
    encode('<title>'),
    Buffer.from([0x83, 0x50, 0x81, 0x5b, 0x83, 0x4c]),
    encode('</title>'),
  ])
  expect((await cardOf(bytes, { charset: 'Shift_JIS' })).title).toBe('ケーキ')
})

test.each([
  ['tags within each other', '<div>'.repeat(200_000)],
  ['ends without beginnings', '</div>'.repeat(170_000)],
  ['angle brackets', '<'.repeat(1_000_000)],
  ['ampersands', `<title>${'&'.repeat(1_000_000)}`],
  ['attributes', `<meta ${'a=b '.repeat(250_000)}>`],
])('a megabyte of %s is read quickly', async (_name, page) => {
  const startedAt = performance.now()
  await cardOf(page)
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})
