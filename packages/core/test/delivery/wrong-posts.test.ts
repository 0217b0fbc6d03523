import { fakeAdapter } from '@tutti/testing'
import { beforeAll, expect, test } from 'vitest'
import { createTutti, InvalidInputError, type Post, type Preview, type Tutti } from '../../src/index.ts'

const adapter = fakeAdapter()
const silent = { debug() {}, info() {}, warn() {} }
let tutti: Pick<Tutti, 'prepare' | 'publish'>

beforeAll(async () => {
  tutti = await createTutti({ channels: { one: adapter.channel({ name: 'one' }) }, log: silent })
})

const text = 'Hello'
const image = { kind: 'image', source: { path: '/nowhere.png' } }
const ref = { v: 1, kind: 'post', platform: 'fake', id: '1' }
const poll = { options: ['a', 'b'], durationMs: 1000 }
const withProto = (json: string): unknown => JSON.parse(json)

/** What an outsider may hand in, and the place that the error must name. */
const wrong: readonly [string, unknown, string][] = [
  ['no post', undefined, ''],
  ['null', null, ''],
  ['a string', 'Hello', ''],
  ['a list', [text], ''],
  ['a number', 7, ''],
  ['no text', {}, 'text'],
  ['text of another type', { text: 7 }, 'text'],
  ['text that is null', { text: null }, 'text'],
  ['a String object', { text: new String('x') }, 'text'],
  ['nothing to say', { text: '' }, 'text'],
  ['white space only', { text: ' \n\t' }, 'text'],
  ['NUL', { text: 'a\u0000b' }, 'text'],
  ['an escape sequence', { text: '\u001b[31mred' }, 'text'],
  ['a C1 control character', { text: 'a\u0085b' }, 'text'],
  ['half a character', { text: 'a\ud83d' }, 'text'],
  ['the other half', { text: '\ude00b' }, 'text'],
  ['a text without end', { text: 'x'.repeat(1_000_001) }, 'text'],
  ['a misspelt member', { text, visibilty: 'public' }, 'visibilty'],
  ['a __proto__ member', withProto('{"text":"x","__proto__":{"admin":true}}'), '__proto__'],
  ['a constructor member', withProto('{"text":"x","constructor":1}'), 'constructor'],
  ['an empty id', { text, id: '' }, 'id'],
  ['an id of another type', { text, id: 7 }, 'id'],
  ['an id with a line end', { text, id: 'a\u0001b' }, 'id'],
  ['a very long id', { text, id: 'x'.repeat(513) }, 'id'],
  ['channels that are no list', { text, channels: 'one' }, 'channels'],
  ['no channel', { text, channels: [] }, 'channels'],
  ['a channel twice', { text, channels: ['one', 'one'] }, 'channels'],
  ['a channel of another type', { text, channels: [1] }, 'channels[0]'],
  ['a channel that is not there', { text, channels: ['one', 'two'] }, 'channels[1]'],
  ['a channel called constructor', { text, channels: ['constructor'] }, 'channels[0]'],
  ['an override for no channel', { text, perChannel: { two: { text } } }, 'perChannel.two'],
  [
    'an override called __proto__',
    { text, perChannel: withProto('{"__proto__":{"text":"x"}}') },
    'perChannel.__proto__',
  ],
  ['an override that is no object', { text, perChannel: { one: 'x' } }, 'perChannel.one'],
  ['a misspelt member of an override', { text, perChannel: { one: { txt: 'x' } } }, 'perChannel.one.txt'],
  ['an override with half a character', { text, perChannel: { one: { text: '\ud800' } } }, 'perChannel.one.text'],
  ['an id in an override', { text, perChannel: { one: { id: 'x' } } }, 'perChannel.one.id'],
  ['options of no platform', { text, platformOptions: { fack: {} } }, 'platformOptions.fack'],
  ['options that are no object', { text, platformOptions: [] }, 'platformOptions'],
  ['media that is no list', { text, media: image }, 'media'],
  ['media without a source', { text, media: [{ kind: 'image' }] }, 'media[0].source'],
  ['media of no kind', { text, media: [{ ...image, kind: 'gif' }] }, 'media[0].kind'],
  ['media with two sources', { text, media: [{ ...image, source: { path: 'a', url: 'b' } }] }, 'media[0].source.url'],
  ['media from a script URL', { text, media: [{ ...image, source: { url: 'javascript:1' } }] }, 'media[0].source.url'],
  [
    'media from a file URL',
    { text, media: [{ ...image, source: { url: 'file:///etc/passwd' } }] },
    'media[0].source.url',
  ],
  [
    'media from a URL with a password',
    { text, media: [{ ...image, source: { url: 'https://a:b@c.de' } }] },
    'media[0].source.url',
  ],
  ['a path with NUL', { text, media: [{ ...image, source: { path: 'a\u0000.png' } }] }, 'media[0].source.path'],
  ['a blob that is none', { text, media: [{ ...image, source: { blob: {} } }] }, 'media[0].source.blob'],
  [
    'a stream that can be read once',
    { text, media: [{ ...image, source: { open: new ReadableStream() } }] },
    'media[0].source.open',
  ],
  ['an alt text of another type', { text, media: [{ ...image, alt: 7 }] }, 'media[0].alt'],
  ['a hundred and one attachments', { text, media: Array(101).fill(image) }, 'media'],
  ['a link that is no URL', { text, link: { url: 'example.org' } }, 'link.url'],
  ['a link to a script', { text, link: { url: 'javascript:alert(1)' } }, 'link.url'],
  ['a link without URL', { text, link: {} }, 'link.url'],
  ['a poll with one answer', { text, poll: { ...poll, options: ['a'] } }, 'poll.options'],
  ['a poll without time', { text, poll: { ...poll, durationMs: 0 } }, 'poll.durationMs'],
  ['a poll that lasts NaN', { text, poll: { ...poll, durationMs: Number.NaN } }, 'poll.durationMs'],
  ['a thread that is a string', { text, thread: 'x' }, 'thread'],
  ['a part without text', { text, thread: [{}] }, 'thread[0].text'],
  ['a thread of 101 parts', { text, thread: Array(100).fill({ text }) }, 'thread'],
  ['thread and split', { text, thread: [{ text }], split: {} }, 'split'],
  ['a split into no part', { text, split: { maxParts: 0 } }, 'split.maxParts'],
  ['a counter that is no counter', { text, split: { counter: '1/2' } }, 'split.counter'],
  ['a counter of nothing', { text, split: { counter: { template: '' } } }, 'split.counter.template'],
  ['an unknown number', { text, split: { counter: { template: '{number}/{total}' } } }, 'split.counter.template'],
  [
    'a counter nowhere',
    { text, split: { counter: { template: '{number}', position: 'top' } } },
    'split.counter.position',
  ],
  ['a reply to a string', { text, replyTo: 'https://example.org/1' }, 'replyTo'],
  ['a ref of a later version', { text, replyTo: { ...ref, v: 2 } }, 'replyTo.v'],
  ['a quote of a person', { text, quote: { ...ref, kind: 'profile' } }, 'quote.kind'],
  ['a ref with a function', { text, replyTo: { ...ref, facts: { a: () => 1 } } }, 'replyTo.facts.a'],
  ['an unknown visibility', { text, visibility: 'friends' }, 'visibility'],
  ['languages that are none', { text, languages: ['english (UK)'] }, 'languages[0]'],
  ['languages in a string', { text, languages: 'en' }, 'languages'],
  [
    'a handle with its @',
    { text, mentions: { ada: { handles: { fake: '@ada' }, fallback: 'Ada' } } },
    'mentions.ada.handles.fake',
  ],
  [
    'a handle with more behind it',
    { text, mentions: { ada: { handles: { fake: 'ada @all' }, fallback: 'Ada' } } },
    'mentions.ada.handles.fake',
  ],
  ['a person without fallback', { text, mentions: { ada: { handles: {} } } }, 'mentions.ada.fallback'],
  ['a label that is unknown', { text, labels: { campain: 'x' } }, 'labels.campain'],
  ['an empty first comment', { text, firstComment: '' }, 'firstComment'],
]

test.each(wrong)('%s', async (_, post, path) => {
  const error = await tutti.publish(post as Post).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toSatisfy(InvalidInputError.isInstance)
  expect(error).toMatchObject({ path, outcome: 'not-sent', advice: expect.stringMatching(/\w/) })
  await expect(tutti.prepare(post as Post)).rejects.toMatchObject({ path })
  expect(adapter.ledger.posts).toHaveLength(0)
})

const preview = (change: (prepared: Record<string, unknown>) => unknown) => async () => {
  const prepared = JSON.parse(JSON.stringify(await tutti.prepare({ id: 'p1', text }))) as Record<string, unknown>
  return change(prepared) as Preview
}
const first = (value: Record<string, unknown>) => (value.channels as { one: Record<string, unknown> }).one

const wrongPreviews: readonly [string, () => Promise<Preview>, string][] = [
  ['no channels', preview((value) => ({ ...value, channels: {} })), 'channels'],
  ['channels that are a list', preview((value) => ({ ...value, channels: [] })), 'channels'],
  ['an id of another type', preview((value) => ({ ...value, postId: 7 })), 'postId'],
  ['a prepared post that is null', preview((value) => ({ ...value, channels: { one: null } })), 'channels.one'],
  [
    'no parts',
    preview((value) => ({ ...value, channels: { one: { ...first(value), parts: [] } } })),
    'channels.one.parts',
  ],
  ['another channel’s', preview((value) => ({ ...value, channels: { two: first(value) } })), 'channels.two'],
  ['another post’s', preview((value) => ({ ...value, postId: 'p2' })), 'channels.one'],
  [
    'a value that is no JSON',
    preview((value) => ({ ...value, channels: { one: { ...first(value), parts: [1n] } } })),
    'channels.one.parts[0]',
  ],
]

test.each(wrongPreviews)('a preview with %s', async (_, make, path) => {
  await expect(tutti.publish(await make())).rejects.toMatchObject({ path, outcome: 'not-sent' })
  expect(adapter.ledger.posts).toHaveLength(0)
})

const wrongOptions: readonly [string, unknown, string][] = [
  ['options that are a number', 7, 'options'],
  ['a misspelt option', { onabsent: 'ask' }, 'options.onabsent'],
  ['an unknown choice', { onAbsent: 'retry' }, 'options.onAbsent'],
  ['a time below zero', { reconcileWithinMs: -1 }, 'options.reconcileWithinMs'],
  ['a time that is text', { maxWaitMs: '5s' }, 'options.maxWaitMs'],
  ['a time that is NaN', { maxWaitMs: Number.NaN }, 'options.maxWaitMs'],
  ['a signal that is none', { signal: { aborted: false } }, 'options.signal'],
  ['an unknown priority', { priority: 'high' }, 'options.priority'],
]

test.each(wrongOptions)('%s', async (_, options, path) => {
  await expect(tutti.publish({ text }, options as object)).rejects.toMatchObject({ path, outcome: 'not-sent' })
  expect(adapter.ledger.posts).toHaveLength(0)
})
