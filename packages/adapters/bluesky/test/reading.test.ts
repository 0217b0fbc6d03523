import { describe, expect, test } from 'vitest'
import { readNotification } from '../src/read/interaction.ts'
import { readMedia } from '../src/read/media.ts'
import { readPage } from '../src/read/page.ts'
import { readPostView } from '../src/read/post.ts'
import { readRecordText } from '../src/read/record-text.ts'

const context = { channel: 'sky', account: { facts: { service: 'https://bsky.social' } } }
const author = { did: 'did:plc:bob', handle: 'bob.test' }
const view = {
  uri: 'at://did:plc:bob/app.bsky.feed.post/3n2ullckbmd2b',
  cid: 'bafyreib',
  author,
  record: { text: 'hello', createdAt: '2026-11-22T02:39:22.682Z' },
}

describe('the text of a record', () => {
  const linkAt = (byteStart: unknown, byteEnd: unknown, uri: unknown) => ({
    index: { byteStart, byteEnd },
    features: [{ $type: 'app.bsky.richtext.facet#link', uri }],
  })

  test('has links written out that an app has shortened', () => {
    const text = 'é example.com/a-lon… and example.com/b...'
    const facets = [linkAt(28, 44, 'https://example.com/b/c'), linkAt(3, 23, 'https://example.com/a-long-path')]
    expect(readRecordText({ text, facets })).toBe('é https://example.com/a-long-path and https://example.com/b/c')
  })

  test('keeps words that carry a link', () => {
    const text = 'read this… here'
    expect(readRecordText({ text, facets: [linkAt(12, 16, 'https://example.com')] })).toBe(text)
  })

  test.each([
    [linkAt(0, 99, 'https://example.com')],
    [linkAt(-1, 3, 'https://example.com')],
    [linkAt(5, 5, 'https://example.com')],
    [linkAt('0', '5', 'https://example.com')],
    [linkAt(0, 5, null)],
    [{ index: null, features: null }],
    [null],
    [7],
  ])('is not harmed by the facet %j', (facet) => {
    expect(readRecordText({ text: 'ab…', facets: [facet] })).toBe('ab…')
  })

  test('of two links over each other, the first is written out', () => {
    const facets = [linkAt(0, 6, 'https://one.example'), linkAt(3, 6, 'https://two.example')]
    expect(readRecordText({ text: 'abc… x', facets })).toBe('https://one.example x')
  })
})

describe('embeds', () => {
  test.each([
    ['nothing', undefined],
    ['a card', { $type: 'app.bsky.embed.external#view', external: {} }],
    ['a quote', { $type: 'app.bsky.embed.record#view', record: {} }],
    ['no type', { images: [{}] }],
  ])('%s is no media', (_name, embed) => expect(readMedia(embed)).toEqual([]))

  test.each([
    'app.bsky.embed.constructor',
    'app.bsky.embed.__proto__',
    'app.bsky.embed.hologram#view',
    'com.example.thing',
  ])('%s is of a kind of its own', (type) =>
    expect(readMedia({ $type: type })).toEqual([{ kind: { unified: 'other', raw: type } }]),
  )

  test('media beside a quote are media', () => {
    const media = { $type: 'app.bsky.embed.video#view', playlist: 'https://video.example/1.m3u8', alt: 'A cake' }
    expect(readMedia({ $type: 'app.bsky.embed.recordWithMedia#view', media, record: {} })).toMatchObject([
      { kind: { unified: 'video' }, url: 'https://video.example/1.m3u8', alt: 'A cake' },
    ])
  })
})

describe('posts', () => {
  test.each([
    ['not found', { uri: view.uri, notFound: true }],
    ['blocked', { uri: view.uri, blocked: true, author: { did: 'did:plc:bob' } }],
    ['without an author', { ...view, author: {} }],
    ['without a time', { ...view, record: { text: 'hello' } }],
    ['null', null],
  ])('%s are not read, and a page says so', (_name, raw) => {
    expect(readPostView(raw, context)).toBeUndefined()
    expect(readPage({ posts: [view, raw] }, 'posts', 'posts', (item) => readPostView(item, context))).toMatchObject({
      items: [{ text: 'hello' }],
      warnings: [{ code: 'item-unreadable', path: 'posts[1]' }],
    })
  })

  test('numbers that were not given are not zero', () => {
    expect(readPostView(view, context)?.counts).toEqual({
      replies: undefined,
      reposts: undefined,
      reactions: undefined,
      quotes: undefined,
    })
  })

  test('know the root of their thread, or that they start one', () => {
    const root = { uri: 'at://did:plc:a/app.bsky.feed.post/3n2ullbs55k2b', cid: 'bafyreia' }
    expect(readPostView(view, context)?.ref.facts).toEqual({ cid: 'bafyreib', root: null })
    const reply = { ...view, record: { ...view.record, reply: { root, parent: root } } }
    expect(readPostView(reply, context)).toMatchObject({
      ref: { facts: { root } },
      replyTo: { id: root.uri, facts: { root: null } },
    })
  })
})

describe('notifications', () => {
  const mine = { uri: 'at://did:plc:alice/app.bsky.feed.post/3n2ullbs55k2b', cid: 'bafyreia' }
  const theirs = { uri: 'at://did:plc:carol/app.bsky.feed.post/3n2ullcizl32b', cid: 'bafyreic' }
  const repost = 'at://did:plc:alice/app.bsky.feed.repost/3n2ullcjced2b'
  const told = (reason: string, reasonSubject: string, record: object) =>
    readNotification({ ...view, reason, reasonSubject, record: { ...view.record, ...record } }, context)

  test('of a like through a repost are about the post', () => {
    const like = told('like-via-repost', repost, { subject: mine, via: { uri: repost, cid: 'bafyreir' } })
    expect(like).toMatchObject({ kind: { unified: 'reaction' }, post: { id: mine.uri, facts: { cid: mine.cid } } })
  })

  test('of a quote in another thread are about what is quoted', () => {
    const quote = told('quote', mine.uri, { reply: { root: theirs, parent: theirs } })
    expect(quote).toMatchObject({ kind: { unified: 'quote' }, post: { id: mine.uri }, parent: { id: theirs.uri } })
  })

  test('of a follow are about no post', () => {
    const follow = told('follow', '', { subject: 'did:plc:alice' })
    expect(follow).toMatchObject({ kind: { unified: 'follow' }, author: { handle: 'bob.test' } })
    expect(follow?.post).toBeUndefined()
  })
})

test.each(['starterpack-joined', 'verified', 'constructor', 'something new'])(
  'a notification of %s is "other"',
  (reason) => {
    const raw = { uri: view.uri, cid: 'bafyreib', author, reason, record: {}, indexedAt: '2026-11-22T02:39:22.682Z' }
    expect(readNotification(raw, context)).toMatchObject({
      kind: { unified: 'other', raw: reason },
      channel: 'sky',
      text: '',
    })
  },
)
