import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { image, type Post, type Preview } from '@tutti/core'
import { sampleMp4, samplePng } from '@tutti/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefused } from './expect-refused.ts'
import { openTwoPlatforms, type TwoPlatforms } from './two-platforms.ts'

let world: TwoPlatforms

beforeAll(async () => {
  world = await openTwoPlatforms()
})

afterAll(() => world.close())

const text = 'Lemon cake today'
const parsed = (json: string): object => JSON.parse(json)
const cyclic: Record<string, unknown> = { text }
cyclic.labels = cyclic
const cyclicFacts: Record<string, unknown> = {}
cyclicFacts.facts = cyclicFacts
const ref = { v: 1, kind: 'post', platform: 'mastodon', id: '1' }
const nested = (depth: number): unknown => (depth === 0 ? 'deep' : { in: nested(depth - 1) })

/** Posts that no platform could take, from an author, a form or a file; and the place that the error must name. */
const wrongPosts: readonly [string, unknown, string, string?][] = [
  ['a cyclic label', cyclic, 'labels.text'],
  ['a cyclic ref', { text, replyTo: { ...ref, facts: cyclicFacts } }, `replyTo.facts${'.facts'.repeat(16)}`],
  [
    'a ref that is nested very deeply',
    { text, quote: { ...ref, facts: nested(5000) } },
    `quote.facts${'.in'.repeat(16)}`,
  ],
  ['a function for a text', { text: () => text }, 'text'],
  ['a promise of a post', Promise.resolve({ text }), 'text'],
  ['a Map', new Map([['text', text]]), 'text'],
  [
    'a __proto__ in platformOptions',
    { text, platformOptions: parsed('{"__proto__":{}}') },
    'platformOptions.__proto__',
  ],
  ['a __proto__ in mentions', { text, mentions: parsed('{"__proto__":{}}') }, 'mentions.__proto__'],
  ['constructor for a platform', { text, platformOptions: { constructor: {} } }, 'platformOptions.constructor'],
  [
    'constructor for a channel',
    { text, perChannel: { constructor: { text } } },
    'perChannel.constructor',
    'unknown-channel',
  ],
  ['a misspelt channel', { text, channels: ['fdei'] }, 'channels[0]', 'unknown-channel'],
  ['a poll of Infinity', { text, poll: { options: ['a', 'b'], durationMs: Infinity } }, 'poll.durationMs'],
  ['a poll into the past', { text, poll: { options: ['a', 'b'], durationMs: -1 } }, 'poll.durationMs'],
  ['a poll with an empty answer', { text, poll: { options: ['a', ' '], durationMs: 3.6e6 } }, 'poll.options[1]'],
  ['NUL in a content warning', { text, contentWarning: 'a\0b' }, 'contentWarning'],
  ['an escape sequence in an alt text', { text, media: [{ ...image('x'), alt: '\u001b[2J' }] }, 'media[0].alt'],
  ['half a character in a poll', { text, poll: { options: ['a', '\ud83d'], durationMs: 3.6e6 } }, 'poll.options[1]'],
  ['a link with a password', { text, link: { url: 'https://a:b@c.example' } }, 'link.url'],
  ['a link to data', { text, link: { url: 'data:text/html,x' } }, 'link.url'],
  [
    'a handle with a line end',
    { text, mentions: { a: { handles: { mastodon: 'a\nb' }, fallback: 'A' } } },
    'mentions.a.handles.mastodon',
  ],
  [
    'bytes instead of a Blob',
    { text, media: [{ kind: 'image', source: { blob: samplePng() } }] },
    'media[0].source.blob',
  ],
  [
    'a negative length',
    { text, media: [{ kind: 'image', source: { open() {}, byteLength: -1 } }] },
    'media[0].source.byteLength',
  ],
  ['a file name of NUL', { text, media: [{ ...image('x'), fileName: 'a\0.png' }] }, 'media[0].fileName'],
]

test.each(wrongPosts)('a post is refused: %s', async (_, post, path, code) => {
  const { publish, prepare, scheduler } = world.tutti
  await expectRefused(() => publish(post as Post), { path, code })
  await expectRefused(() => prepare(post as Post), { path, code })
  await expectRefused(() => scheduler.schedule(post as Post, { at: '2126-01-01T09:00Z' }), { path, code })
  expect(world.sent()).toEqual([])
})

const grapheme = '👩‍👩‍👧‍👦'
const png = samplePng()
const file = (name: string, bytes: Uint8Array) => async () => {
  const path = join(world.folder, name)
  await writeFile(path, bytes)
  return { text, media: [image(path, { alt: 'A cake' })] }
}
const pictures = (count: number) => Array.from({ length: count }, () => image(new Blob([png]), { alt: 'A cake' }))
const damaged = (at: number) => png.with(at, (png[at] ?? 0) ^ 0xff)
const riff = (name: string) => new TextEncoder().encode(`RIFF\x10\0\0\0${name}${'\0'.repeat(40)}`)

/** Posts that are well-formed, and still can't go out on a channel: the preview says so, and publishing holds them. */
const heldPosts: readonly [string, 'fedi' | 'sky', string, () => object | Promise<object>, string][] = [
  ['one character too many on Mastodon', 'fedi', 'text-too-long', () => ({ text: 'x'.repeat(501) }), 'text'],
  ['one emoji too many on Mastodon', 'fedi', 'text-too-long', () => ({ text: grapheme.repeat(501) }), 'text'],
  [
    'warning and text together one too long',
    'fedi',
    'text-too-long',
    () => ({ text: 'x'.repeat(490), contentWarning: 'y'.repeat(11) }),
    'text',
  ],
  ['one grapheme too many on Bluesky', 'sky', 'text-too-long', () => ({ text: 'x'.repeat(301) }), 'text'],
  ['too many bytes on Bluesky', 'sky', 'text-too-long', () => ({ text: grapheme.repeat(200) }), 'text'],
  ['a word longer than a post', 'sky', 'text-token-too-long', () => ({ text: 'x'.repeat(400), split: {} }), 'text'],
  [
    'more parts than allowed',
    'sky',
    'too-many-parts',
    () => ({ text: 'A sentence of some length. '.repeat(60), split: { maxParts: 2 } }),
    'split.maxParts',
  ],
  [
    'nothing to say on one channel',
    'fedi',
    'text-missing',
    () => ({ text, perChannel: { fedi: { text: '' } } }),
    'text',
  ],
  ['a missing file', 'fedi', 'media-not-found', () => ({ text, media: [image('./no-such-cake.png')] }), 'media[0]'],
  ['a folder', 'fedi', 'media-not-found', () => ({ text, media: [image(world.folder)] }), 'media[0]'],
  ['an empty file', 'fedi', 'media-unreadable', file('empty.png', new Uint8Array()), 'media[0]'],
  [
    'a text named .png',
    'fedi',
    'media-unreadable',
    file('text.png', new TextEncoder().encode('a cake, honestly')),
    'media[0]',
  ],
  ['an image cut off', 'fedi', 'media-unreadable', file('cut.png', png.subarray(0, -20)), 'media[0]'],
  ['an image without its middle', 'sky', 'media-unreadable', file('middle.png', damaged(45)), 'media[0]'],
  ['an image of 0 by 0', 'sky', 'media-unreadable', file('zero.png', damaged(19).with(23, 0).with(19, 0)), 'media[0]'],
  ['a sound named .png', 'fedi', 'media-type-refused', file('sound.png', riff('WAVE')), 'media[0]'],
  [
    'a type that Bluesky does not show',
    'sky',
    'media-kind',
    () => ({ text, media: [{ kind: 'document', source: { blob: new Blob([`%PDF-1.7 ${' '.repeat(40)}`]) } }] }),
    'media',
  ],
  ['a fifth image', 'sky', 'media-count', () => ({ text, media: pictures(5) }), 'media'],
  [
    'an alt text that is too long',
    'fedi',
    'alt-too-long',
    () => ({ text, media: [image(new Blob([png]), { alt: 'x'.repeat(1501) })] }),
    'media[0].alt',
  ],
  [
    'an image beside a video',
    'fedi',
    'media-mixed',
    () => ({ text, media: [...pictures(1), { kind: 'video', source: { blob: new Blob([sampleMp4()]) } }] }),
    'media',
  ],
  [
    'a stream that gives no stream',
    'fedi',
    'media-unreadable',
    () => ({ text, media: [image((() => 'bytes') as never)] }),
    'media[0]',
  ],
  [
    'a stream that throws',
    'fedi',
    'media-not-found',
    () => ({
      text,
      media: [
        image(() => {
          throw new Error('canary-in-a-stream')
        }),
      ],
    }),
    'media[0]',
  ],
  [
    'a poll with a fifth answer',
    'fedi',
    'poll-too-many-options',
    () => ({ text, poll: { options: ['a', 'b', 'c', 'd', 'e'], durationMs: 3.6e6 } }),
    'poll.options',
  ],
  [
    'a poll with a long answer',
    'fedi',
    'poll-option-too-long',
    () => ({ text, poll: { options: ['a', 'x'.repeat(51)], durationMs: 3.6e6 } }),
    'poll.options[1]',
  ],
  [
    'a poll for a second',
    'fedi',
    'poll-too-short',
    () => ({ text, poll: { options: ['a', 'b'], durationMs: 1000 } }),
    'poll.durationMs',
  ],
  [
    'a poll beside an image',
    'fedi',
    'poll-with-media',
    () => ({ text, media: pictures(1), poll: { options: ['a', 'b'], durationMs: 3.6e6 } }),
    'parts[0].poll',
  ],
  [
    'for followers where all can read',
    'sky',
    'visibility-not-honoured',
    () => ({ text, visibility: 'followers' }),
    'visibility',
  ],
  ['a reply to another platform', 'sky', 'other-platform', () => ({ text, replyTo: ref }), 'replyTo'],
  ['a quote from another platform', 'sky', 'other-platform', () => ({ text, quote: ref }), 'quote'],
  [
    'a misspelt option of Mastodon',
    'fedi',
    'invalid-input',
    () => ({ text, platformOptions: { mastodon: { senstive: true } } }),
    'platformOptions.mastodon.senstive',
  ],
  [
    'a label that Bluesky does not know',
    'sky',
    'invalid-input',
    () => ({ text, platformOptions: { bluesky: { selfLabels: ['spicy'] } } }),
    'platformOptions.bluesky.selfLabels[0]',
  ],
  [
    'a ninth tag',
    'sky',
    'invalid-input',
    () => ({ text, platformOptions: { bluesky: { tags: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'] } } }),
    'platformOptions.bluesky.tags',
  ],
]

test.each(heldPosts)('a post is held back: %s', async (_, channel, code, make, path) => {
  const post = { channels: [channel], ...(await make()) } as unknown as Post
  const { channels }: Preview = await world.tutti.prepare(post)
  const issues = channels[channel]?.issues.filter(({ severity }) => severity === 'error') ?? []
  expect(issues).toContainEqual(
    expect.objectContaining({
      code,
      path,
      advice: expect.stringMatching(/\w+ \w+/),
      message: expect.stringMatching(/\w/),
    }),
  )
  expect(JSON.stringify(issues)).not.toContain('canary')
  const { deliveries } = await world.tutti.publish(post)
  expect(deliveries[channel]).toMatchObject({ state: 'held' })
  expect(world.sent()).toEqual([])
})

test('a post that fits exactly goes out on both', async () => {
  const { deliveries } = await world.tutti.publish({
    text: 'x'.repeat(500),
    perChannel: { sky: { text: 'x'.repeat(300) } },
  })
  expect(deliveries).toMatchObject({ fedi: { state: 'published' }, sky: { state: 'published' } })
})
