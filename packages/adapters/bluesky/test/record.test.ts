import type { PreparedMedia, PreparedPart } from '@tutti/model'
import { InvalidInputError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { checkPost } from '../src/check-post.ts'
import { countText } from '../src/count-text.ts'
import { limits } from '../src/limits.ts'
import { checkPart } from '../src/record/check-part.ts'
import { findHandles, makeFacets } from '../src/record/facets.ts'
import { makePostRecord } from '../src/record/post-record.ts'
import type { StagedFacts } from '../src/record/staged-facts.ts'
import { partOf } from './support/outgoing.ts'

const nothingStaged: StagedFacts = { did: 'did:plc:alice', blobs: [], mentions: {}, facets: [] }
const blob = { $type: 'blob', ref: { $link: 'bafkrei' }, mimeType: 'image/png', size: 9 } as const
const picture: PreparedMedia = {
  kind: 'image',
  uri: 'file:///cake.png',
  sha256: '00',
  byteLength: 9,
  mimeType: 'image/png',
  widthPixels: 64,
  heightPixels: 48,
  alt: 'A cake',
}
const quote = { uri: 'at://did:plc:bob/app.bsky.feed.post/3n2ullckbmd2b', cid: 'bafyreib' }

describe('facets', () => {
  test('are those that the real server was given for the same text', async () => {
    const text = 'Héllo 👋 @bob.test see https://example.com/a?b=c #tag'
    expect(await makeFacets(text, { 'bob.test': 'did:plc:bob' })).toEqual([
      {
        index: { byteStart: 12, byteEnd: 21 },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:bob' }],
      },
      {
        index: { byteStart: 26, byteEnd: 51 },
        features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/a?b=c' }],
      },
      { index: { byteStart: 52, byteEnd: 56 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'tag' }] },
    ])
  })

  test('a mention of nobody stays plain text', async () => {
    expect(await makeFacets('@nobody.test and @__proto__.test', {})).toEqual([])
  })

  test('handles are found once, in lower case', () => {
    expect(findHandles('@Bob.test, @bob.TEST and @alice.test; mail me@example.com')).toEqual(['bob.test', 'alice.test'])
  })

  test('a tag of more than 64 graphemes stays plain text', async () => {
    expect(await makeFacets(`#${'a'.repeat(64)} #${'a'.repeat(65)}`, {})).toHaveLength(1)
  })

  test('are made of what Bluesky’s own app links too: domains without a scheme, ticker symbols', async () => {
    expect(await makeFacets('bakery.com: $cake', {})).toEqual([
      {
        index: { byteStart: 0, byteEnd: 10 },
        features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://bakery.com' }],
      },
      { index: { byteStart: 12, byteEnd: 17 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: '$CAKE' }] },
    ])
  })

  test('addresses outside of ASCII become URIs', async () => {
    const [facet] = await makeFacets('https://example.com/käse', {})
    expect(facet?.features[0]).toMatchObject({ uri: 'https://example.com/k%C3%A4se' })
  })
})

describe('the record of a post', () => {
  test('is as plain as the post', () => {
    expect(makePostRecord(partOf('hello'), 0, nothingStaged)).toEqual({
      $type: 'app.bsky.feed.post',
      text: 'hello',
      createdAt: '1970-01-01T00:00:00.000Z',
    })
  })

  test('is the same whenever it is made', () => {
    const part = partOf('hello #tag', { languages: ['en'] })
    expect(makePostRecord(part, 5, nothingStaged)).toEqual(makePostRecord(part, 5, nothingStaged))
  })

  test('shows images with their description and shape', () => {
    const part = partOf('', { media: [picture, { ...picture, alt: undefined, heightPixels: undefined }] })
    expect(makePostRecord(part, 0, { ...nothingStaged, blobs: [blob, blob] }).embed).toEqual({
      $type: 'app.bsky.embed.images',
      images: [
        { image: blob, alt: 'A cake', aspectRatio: { width: 64, height: 48 } },
        { image: blob, alt: '' },
      ],
    })
  })

  test('shows a link as a card, with its address for want of a title', () => {
    expect(makePostRecord(partOf('', { link: { url: 'https://example.com' } }), 0, nothingStaged).embed).toEqual({
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://example.com', title: 'https://example.com', description: '' },
    })
  })

  test('holds addresses and languages in the form that records have', () => {
    const part = partOf('hello', {
      languages: ['EN', 'pt-BR'],
      link: { url: 'https://käse.example/é', title: 'Cheese' },
    })
    expect(() => checkPart(part)).not.toThrow()
    expect(makePostRecord(part, 0, nothingStaged)).toMatchObject({
      langs: ['en', 'pt-BR'],
      embed: { external: { uri: 'https://xn--kse-qla.example/%C3%A9' } },
    })
  })

  test('quotes, with and without media', () => {
    const record = { $type: 'app.bsky.embed.record', record: quote }
    expect(makePostRecord(partOf('so true'), 0, { ...nothingStaged, quote }).embed).toEqual(record)
    const withMedia = makePostRecord(partOf('', { media: [picture] }), 0, { ...nothingStaged, blobs: [blob], quote })
    expect(withMedia.embed).toMatchObject({
      $type: 'app.bsky.embed.recordWithMedia',
      record,
      media: { $type: 'app.bsky.embed.images' },
    })
  })

  test('carries the options', () => {
    const platformOptions = { selfLabels: ['nudity'], tags: ['art'] }
    expect(makePostRecord(partOf('x', { platformOptions }), 0, nothingStaged)).toMatchObject({
      labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'nudity' }] },
      tags: ['art'],
    })
  })
})

describe('what is refused before it is sent', () => {
  test.each<[string, PreparedPart, object]>([
    ['nothing at all', partOf(''), { code: 'invalid-input', path: 'text' }],
    ['only white space', partOf(' \n\t '), { code: 'invalid-input', path: 'text' }],
    ['301 graphemes', partOf('a'.repeat(301)), { code: 'text-too-long', path: 'text' }],
    ['3001 bytes', partOf(`${'👨‍👩‍👧‍👦'.repeat(120)}a`), { code: 'text-too-long', path: 'text' }],
    ['five images', partOf('', { media: Array(5).fill(picture) }), { code: 'invalid-input', path: 'media' }],
    ['a sound', partOf('', { media: [{ ...picture, kind: 'audio' }] }), { code: 'invalid-input', path: 'media' }],
    ['four languages', partOf('x', { languages: ['a', 'b', 'c', 'd'] }), { code: 'invalid-input', path: 'languages' }],
    ['no language', partOf('x', { languages: ['en', 'deutsch'] }), { code: 'invalid-input', path: 'languages' }],
  ])('%s', (_name, part, expected) => {
    const error = thrownBy(() => checkPart(part))
    expect(InvalidInputError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ ...expected, outcome: 'not-sent' })
  })

  test('300 graphemes of 3000 bytes are not', () => {
    const text = `${'👨‍👩‍👧‍👦'.repeat(108)}${'é'.repeat(108)}${'a'.repeat(84)}`
    expect(limits.text.map((limit) => countText(text, { limit }))).toEqual([300, 3000])
    expect(() => checkPart(partOf(text))).not.toThrow()
  })
})

test('a link beside images is dropped with a warning, unless the text says it', () => {
  const link = { url: 'https://example.com' }
  const issuesOf = (part: PreparedPart) =>
    checkPost({ v: 1, postId: 'p', channel: 'sky', platform: 'bluesky', parts: [part], labels: {}, issues: [] })
  expect(issuesOf(partOf('cake', { media: [picture], link }))).toMatchObject([
    { severity: 'warning', code: 'field-dropped', path: 'parts[0].link' },
  ])
  expect(issuesOf(partOf('cake https://example.com', { media: [picture], link }))).toEqual([])
  expect(issuesOf(partOf('cake', { link }))).toEqual([])
})

function thrownBy(action: () => void): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}
