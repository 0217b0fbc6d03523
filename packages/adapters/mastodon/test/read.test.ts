import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readNextCursor } from '../src/api/pages.ts'
import { readError } from '../src/errors.ts'
import { readDomain, readLimits } from '../src/read/instance.ts'
import { readNotification } from '../src/read/interaction.ts'
import { startReading } from '../src/read/reading.ts'
import { readNodeInfo, readSoftware } from '../src/read/software.ts'
import { readStatus } from '../src/read/status.ts'

const fixture = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'))
const reading = () => ({ ...startReading('social.example'), channel: 'fedi', accountId: '1' })
const account = { id: '7', acct: 'bob', url: 'https://social.example/@bob' }
const status = { id: '10', account, content: '<p>hi</p>', created_at: '2026-11-22T02:31:16.712Z', visibility: 'public' }

describe('statuses', () => {
  test('a recorded one is read whole', () => {
    const raw = fixture('gotosocial-status-with-media')
    expect(readStatus(raw, reading())).toEqual({
      ref: {
        v: 1,
        platform: 'mastodon',
        kind: 'post',
        id: '01M80HFX295S6VPYERHG0E159P',
        url: 'https://social.example/@alice/statuses/01M80HFX295S6VPYERHG0E159P',
      },
      author: expect.objectContaining({ handle: 'alice@social.example', displayName: 'Alice A', bot: false }),
      text: 'pic',
      media: [
        expect.objectContaining({
          kind: { unified: 'image', raw: 'image' },
          alt: 'a grey box',
          widthPixels: 64,
          heightPixels: 48,
        }),
      ],
      createdAt: Date.parse('2026-11-22T02:31:16.809Z'),
      editedAt: undefined,
      languages: ['en'],
      visibility: { unified: 'unlisted', raw: 'unlisted' },
      contentWarning: undefined,
      replyTo: undefined,
      quote: undefined,
      repostedBy: undefined,
      counts: { replies: 0, reposts: 0, reactions: 0, quotes: undefined },
      raw,
    })
  })

  test.each([
    ['nothing', undefined],
    ['no id', { ...status, id: null }],
    ['no account', { ...status, account: null }],
    ['an unreadable time', { ...status, created_at: 'yesterday' }],
    ['a list', [status]],
  ])('%s is no status', (_name, raw) => {
    expect(readStatus(raw, reading())).toBeUndefined()
  })

  test('unknown words are kept, hostile addresses left out', () => {
    const raw = {
      ...status,
      visibility: 'mutuals_only',
      url: 'javascript:alert(1)',
      media_attachments: [{ type: 'hologram', url: 'data:text/html,x', description: '' }, null],
    }
    expect(readStatus(raw, reading())).toMatchObject({
      ref: { id: '10' },
      visibility: { unified: 'other', raw: 'mutuals_only' },
      media: [{ kind: { unified: 'other', raw: 'hologram' }, url: undefined, alt: undefined }],
    })
    expect(readStatus(raw, reading())?.ref).not.toHaveProperty('url')
  })

  test.each([
    ['a quote', { state: 'accepted', quoted_status: { id: '5' } }, '5'],
    ['a quote that names only an id', { state: 'accepted', quoted_status_id: '6' }, '6'],
    ['a quote that was revoked', { state: 'revoked', quoted_status: null }, undefined],
  ])('%s', (_name, quote, id) => {
    expect(readStatus({ ...status, quote }, reading())?.quote?.id).toBe(id)
  })
})

describe('notifications', () => {
  const notify = (type: string, more: object = {}) =>
    readNotification({ id: '99', type, created_at: status.created_at, account, ...more }, reading())

  test.each([
    ['a mention', 'mention', {}, 'mention'],
    ['an answer to one of ours', 'mention', { in_reply_to_id: '3', in_reply_to_account_id: '1' }, 'comment'],
    ['a private message', 'mention', { visibility: 'direct', in_reply_to_account_id: '1' }, 'message'],
    ['a quote', 'quote', { quote: { state: 'accepted', quoted_status: { id: '3' } } }, 'quote'],
    ['a reply that waits for approval', 'pending.reply', { in_reply_to_id: '3' }, 'comment'],
  ])('%s', (_name, type, more, kind) => {
    expect(notify(type, { status: { ...status, ...more } })).toMatchObject({
      kind: { unified: kind, raw: type },
      ref: { id: '10', facts: { type: 'status', acct: 'bob@social.example', authorId: '7' } },
      text: 'hi',
      state: type.startsWith('pending') ? 'pending' : 'visible',
    })
  })

  test.each([
    ['favourite', 'reaction'],
    ['pleroma:emoji_reaction', 'reaction'],
    ['reblog', 'repost'],
    ['poll', 'other'],
    ['admin.sign_up', 'other'],
    ['something.new', 'other'],
  ])('%s is a %s about the post, without a text', (type, kind) => {
    expect(notify(type, { status })).toMatchObject({
      kind: { unified: kind, raw: type },
      ref: { id: '99', facts: { type } },
      post: { id: '10' },
      text: '',
    })
  })

  test('a follow has no post', () => {
    expect(notify('follow')).toMatchObject({
      kind: { unified: 'follow' },
      post: undefined,
      author: { ref: { id: '7' } },
    })
  })
})

describe('servers', () => {
  test.each([
    ['4.5.2', 'https://github.com/mastodon/mastodon', 'mastodon'],
    ['4.5.2+glitch', 'https://github.com/glitch-soc/mastodon', 'mastodon'],
    ['4.5.2', 'https://github.com/mastodon/mastodon/tree/stable', 'mastodon'],
    ['4.5.2', 'https://github.com/mastodon-not/mastodon', 'unknown'],
    ['4.5.2', 'https://evil.example/?https://github.com/mastodon/mastodon', 'unknown'],
    ['0.20.0+git-57cb4fe', 'https://codeberg.org/superseriousbusiness/gotosocial', 'gotosocial'],
    ['2.7.2 (compatible; Pleroma 2.9.1)', undefined, 'pleroma'],
    ['2.7.2 (compatible; Akkoma 3.15.2-0-g1)', 'https://akkoma.dev/AkkomaGang/akkoma', 'akkoma'],
    ['3.5.3 (compatible; Pixelfed 0.12.5)', undefined, 'pixelfed'],
    ['2.8.0 (compatible; Friendica 2024.12)', 'https://github.com/mastodon/mastodon', 'friendica'],
    [undefined, undefined, 'unknown'],
  ])('version %s of %s is %s', (version, source_url, name) => {
    expect(readSoftware({ version, source_url }).name).toBe(name)
  })

  test('NodeInfo says what the instance does not', () => {
    const unknown = readSoftware({ version: '4.4.1-modified' })
    expect(readNodeInfo({ software: { name: 'Mastodon', version: '4.4.1' } }, unknown)).toMatchObject({
      name: 'mastodon',
    })
    expect(readNodeInfo('nothing', unknown)).toEqual(unknown)
  })

  test('limits are the server’s own', () => {
    const instance = fixture('gotosocial-instance-v2')
    const limits = readLimits(instance, readSoftware(instance), Date.parse('2026-12-01T12:00:00Z'))
    expect(limits.text).toEqual([
      expect.objectContaining({ unit: 'characters', maximum: 5000, source: 'server', checkedAt: '2026-12-01' }),
    ])
    expect(limits.text[0]?.charactersReservedPerUrl).toBeUndefined()
    expect(limits).toMatchObject({
      maxMedia: 6,
      mixedMedia: true,
      media: { video: { maxCount: 6, maxBytes: 2_097_152 }, image: { maxAltGraphemes: 1500 } },
      poll: { maxOptions: 6, maxOptionGraphemes: 50, maxDurationMs: 2_629_746_000 },
    })
    expect(readDomain(instance)).toBe('social.example')
    expect(readDomain({ uri: 'https://pleroma.example' })).toBe('pleroma.example')
  })

  test('a server that says nothing of itself gets the usual numbers', () => {
    const limits = readLimits({}, { name: 'unknown' }, 0)
    expect(limits.text).toMatchObject([{ maximum: 500, charactersReservedPerUrl: 23 }])
    expect(limits.poll).toBeUndefined()
    expect(limits.media.image).toMatchObject({ maxCount: 4 })
    expect(limits.fields).not.toContain('quote')
  })

  test('quotes need API version 7', () => {
    expect(readLimits({}, { name: 'mastodon', apiVersion: 6 }, 0).fields).not.toContain('quote')
    expect(readLimits({}, { name: 'mastodon', apiVersion: 7 }, 0).fields).toContain('quote')
  })
})

describe('pages', () => {
  const cursorOf = (link: string) => readNextCursor(new Headers({ link }))

  test.each([
    ['<https://a.example/x?limit=2&max_id=12>; rel="next", <https://a.example/x?min_id=20>; rel="prev"', 'after:12'],
    ['<https://a.example/x?min_id=20>; rel="prev", <https://a.example/x?max_id=12>; rel=next', 'after:12'],
    ['<https://a.example/x?min_id=20>; rel="prev"', undefined],
    ['<https://a.example/x?page=2>; rel="next"', undefined],
    ['<https://a.example/x?max_id=1%2F..%2Fadmin>; rel="next"', undefined],
    ['nonsense', undefined],
  ])('%s', (link, cursor) => {
    expect(cursorOf(link)).toBe(cursor)
  })
})

describe('errors', () => {
  const read = (code: number, error: unknown) =>
    readError({
      status: code,
      headers: new Headers(),
      body: { error },
      request: { method: 'POST', url: '/api/v1/statuses', commit: true },
    })

  test.each([
    [401, 'The access token is invalid', 'unauthorized'],
    [401, 'The access token expired', 'credential-expired'],
    [403, 'This action is outside the authorized scopes', 'forbidden'],
    [404, 'Record not found', 'not-found'],
    [410, 'Gone', 'gone'],
    [422, "Validation failed: Text can't be blank", 'rejected'],
  ])('%i "%s" is %s', (code, message, expected) => {
    expect(read(code, message)).toEqual({ code: expected, message, outcome: 'rejected' })
  })

  test('a file that is still worked on is worth another try', () => {
    const message = 'Cannot attach files that have not finished processing. Try again in a moment!'
    expect(read(422, message)).toEqual({ code: 'rate-limited', message, outcome: 'not-sent', retryAfterMs: 5_000 })
  })

  test.each([[429], [500], [502], [503]])('what %i means is left to the kit, with the words', (code) => {
    expect(read(code, 'words')).toEqual({ message: 'words' })
    expect(read(code, { not: 'words' })).toBeUndefined()
  })
})

test.each([
  ['a Quote', { quote: { state: 'accepted', quoted_status: { id: '7' } } }],
  ['a ShallowQuote', { quote: { state: 'accepted', quoted_status_id: '7' } }],
  ['Akkoma', { quote_id: '7', quote: { id: '7', account: {} } }],
  ['Friendica', { quote: { id: '7', account: {} } }],
])('the quoted post of %s', (_name, more) => {
  expect(readStatus({ ...status, ...more }, startReading('social.example'))?.quote?.id).toBe('7')
})
