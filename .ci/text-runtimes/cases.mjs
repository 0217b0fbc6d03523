// What @tutti/text answers to a table of texts, as one JSON text: the same on every runtime, or something is missing there.
import * as text from '@tutti/text'
import * as bluesky from '@tutti/text/bluesky'
import * as x from '@tutti/text/x'

const texts = [
  '',
  'plain words',
  'Grüße, привет, 東京, 한국어, שלום, مرحبا, ไทย, नमस्ते',
  'e\u0301 g\u0308\u0323 \u1112\u1161\u11ab க்ஷி',
  '👩‍👩‍👧 👍🏽 🇮🇹🇺🇦 1️⃣ 1⃣ ©️ ☺ 🏳️‍🌈 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  'see https://bakery.example.com/cakes?size=2#top, and bakery.com/x (or https://例え.テスト/道)',
  '@ada @ada@bakery.example @ada.bakery.example @ada/bakers RT@eve me@bakery.com',
  '#cake #タグ・名 #שלום #1 ＃käse (#x) ##y #a,b',
  '$CAKE $BRK.B $100 ($PIE)',
  'bakery.comを見て twitter.みんなです http://xn--ls8h.la/ http://foobar.中国/',
  'a\n\n\n\nb\r\nc \u202e\u2066 \ud83d \0 \u200b',
  'A sentence. Another one! 一つの文。もう一つ。 '.repeat(8),
]
const decoration = { utm: { source: '{channel}', medium: 'social' }, values: { channel: 'sky' } }
const counter = { template: '🧵 {number}/{count}', position: 'start' }
const rules = [text.graphemeRule(60), text.utf8ByteRule(200)]

const questions = {
  graphemes: text.countGraphemes,
  utf8Bytes: text.countUtf8Bytes,
  utf16Units: text.countUtf16Units,
  codePoints: text.countCodePoints,
  mastodon: text.countMastodon,
  entities: (one) => text.findEntities(one),
  split: (one) => text.splitText(one, { rules, counter }),
  splitForX: (one) =>
    text.splitText(one, { rules: [x.xRule({ ...x.xTextConfig, maxWeightedLength: 90 })], counter: true }),
  truncated: (one) => text.truncateText(one, { rules, link: 'https://bakery.example/rest' }),
  decorated: (one) => text.decorateLinks(one, decoration),
  collapsed: (one) => text.collapseBlankLines({ text: one, spans: text.findEntities(one) }),
  segments: (one) => text.segmentText(one, text.findEntities(one)),
  x: x.measureXText,
  xEntities: x.findXEntities,
  xReply: (one) => x.findXReply(one) ?? null,
  isXUrl: (one) => x.isXUrl(one),
  blueskyEntities: bluesky.findBlueskyEntities,
  isTag: (one) => text.isEntityName(bluesky.blueskyEntityRules.hashtag, one),
}

/** The answer to one question, or the code of the error that it is. */
function answer(ask, one) {
  try {
    return ask(one)
  } catch (error) {
    return error.code ?? String(error)
  }
}

/** One line of JSON for each question and text. */
export function runCases() {
  return Object.entries(questions)
    .flatMap(([name, ask]) => texts.map((one, index) => JSON.stringify([name, index, answer(ask, one)])))
    .join('\n')
}
