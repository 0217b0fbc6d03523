import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText, samePostText } from '../src/index.ts'

test.each([
  ['a paragraph', '<p>Hello</p>', 'Hello'],
  ['paragraphs and breaks', '<p>One<br>two<br/>three<br />four</p><p>five</p>', 'One\ntwo\nthree\nfour\n\nfive'],
  ['no markup', 'plain & simple', 'plain & simple'],
  ['nothing', '', ''],
  [
    'a link that Mastodon shortens',
    '<p>See <a href="https://example.com/a/very/long/path?x=1&amp;y=2" target="_blank" rel="nofollow noopener"><span class="invisible">https://</span><span class="ellipsis">example.com/a/very/long/pa</span><span class="invisible">th?x=1&amp;y=2</span></a>!</p>',
    'See https://example.com/a/very/long/path?x=1&y=2!',
  ],
  [
    'a link whose hidden rest differs from its address: the address',
    '<a href="https://example.com/%C3%BC"><span class="invisible">https://</span><span class="">example.com/ü</span></a>',
    'https://example.com/%C3%BC',
  ],
  ['a link with words of its own', '<p><a href="https://example.com/">our page</a></p>', 'our page'],
  [
    'a mention',
    '<p><span class="h-card" translate="no"><a href="https://h.example/@anna" class="u-url mention">@<span>anna</span></a></span> hi</p>',
    '@anna hi',
  ],
  [
    'a hashtag',
    '<p><a href="https://h.example/tags/cake" class="mention hashtag" rel="tag">#<span>cake</span></a></p>',
    '#cake',
  ],
  ['an emoji of the server', '<p>:cake: <img class="custom-emoji" alt=":blob_cat:" src="x"></p>', ':cake: :blob_cat:'],
  ['entities', '&lt;b&gt; &amp;amp; &quot;&#39;&apos; &#x1F370; &euro;', "<b> &amp; \"'' 🍰 €"],
  [
    'what is no entity',
    '&unknown; & &; &#; &#x; &#xD800; &#1114112; &#0;',
    '&unknown; & &; &#; &#x; \ufffd \ufffd \ufffd',
  ],
  ['an entity named like a member of objects', '&toString; &constructor;', '&toString; &constructor;'],
  [
    'a quote that the server puts in front',
    '<p class="quote-inline">RE: <a href="https://h/1">link</a></p><p>mine</p>',
    'mine',
  ],
  ['a list', '<p>Buy:</p><ul><li>eggs</li><li>flour</li></ul><p>now</p>', 'Buy:\n\n- eggs\n- flour\n\nnow'],
  ['headings and quotations', '<h1>Title</h1><blockquote><p>said</p></blockquote><p>end</p>', 'Title\n\nsaid\n\nend'],
  ['scripts and styles', '<p>a</p><script>alert("<p>x</p>")</script><style>p{}</style><p>b</p>', 'a\n\nb'],
  ['a comment', 'a<!-- <p>b</p> > -->c', 'ac'],
  ['a bracket within an attribute', '<a title="1 > 0" href="https://e.example">x</a>', 'x'],
  ['capitals and bare attributes', '<P>a<BR>b</P><A HREF=https://e.example CLASS=x>c</A>', 'a\nb\n\nc'],
  ['a lone bracket', '<p>1 < 2 and 3 > 2</p>', '1 < 2 and 3 > 2'],
  ['a script within a line', '<p>a<script>alert("<p>")</script>b</p>', 'ab'],
  ['an end without a start', '</p>a</a></span>', 'a'],
  ['a tag that never ends', 'text <a href="x', 'text <a href="x'],
])('%s', (_name, html, text) => {
  expect(plainText(html)).toBe(text)
})

test('whatever the markup, it never throws', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '<p>',
      '</p>',
      '<a href="',
      "<a href='x'>",
      '</a>',
      '<br>',
      '<!--',
      '-->',
      '<span class="invisible">',
      '&#',
      '&amp;',
      '<',
      '>',
      '"',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(typeof plainText(pieces.join(''))).toBe('string')
    }),
    { numRuns: 1000 },
  )
})

test('text without markup comes back as it went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      expect(plainText(`<p>${escaped}</p>`)).toBe(text.trim())
    }),
  )
})

test.each([
  ['<'],
  ['<a '],
  ['<a href="'],
  ['<!--'],
  ['<p class='],
  ['<a href="x"><span class="invisible">'],
  ['&#1234567'],
  ['<p>'],
  ['<p>x '],
  ['</p>\n '],
  ['<script>'],
  [`<a ${'x '.repeat(9)}`],
  ["<a b='"],
  ['&#'],
])('a hostile page of %j takes linear time', (unit) => {
  // A quadratic reader takes most of a minute for this.
  const html = unit.repeat(300_000)
  const startedAt = performance.now()
  plainText(html)
  expect(performance.now() - startedAt).toBeLessThan(4000)
})

test.each([
  ['the same', 'a', 'a'],
  ['Unicode forms', 'Cafe\u0301', 'Café'],
  ['white space', 'a  b\n\nc\u00a0d ', ' a b c d'],
  ['invisible characters', 'a\u200bb', 'ab'],
  ['a link’s host and end', 'see HTTPS://Example.com/', 'see https://example.com'],
  ['a link’s scheme and port', 'http://example.com:80/a', 'https://example.com/a'],
  ['a link’s encoding', 'https://example.com/ü', 'https://example.com/%C3%BC'],
  ['a mention’s host', 'hi @anna@social.example!', 'hi @anna!'],
  ['a mention’s host twice', '@a@one.example @b@two.example', '@a @b'],
])('same post: %s', (_name, a, b) => {
  expect(samePostText(a, b)).toBe(true)
  expect(samePostText(b, a)).toBe(true)
})

test.each([
  ['other words', 'a b', 'a c'],
  ['other case', 'Cake', 'cake'],
  ['more words', 'a', 'a a'],
  ['another path', 'https://example.com/a', 'https://example.com/A'],
  ['another query', 'https://example.com/?a=1', 'https://example.com/?a=2'],
  ['joined words', 'a b', 'ab'],
])('not the same post: %s', (_name, a, b) => {
  expect(samePostText(a, b)).toBe(false)
})
