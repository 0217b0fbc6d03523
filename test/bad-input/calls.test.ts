import type { Interaction } from '@tutti/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefused } from './expect-refused.ts'
import { openTwoPlatforms, type TwoPlatforms } from './two-platforms.ts'

let world: TwoPlatforms

beforeAll(async () => {
  world = await openTwoPlatforms()
})

afterAll(() => world.close())

const wrong = (value: unknown) => value as never
const ref = (platform: string, kind: string, id: unknown = '1') =>
  wrong({ v: 1, kind, platform, id, url: 'https://c.example/1' })
const fedi = () => world.tutti.channel('fedi')
const sky = () => world.tutti.channel('sky')
const text = 'Lemon cake today'
const publish = (options: unknown) => world.tutti.publish({ text }, wrong(options))
const read = async (interactions: AsyncIterable<Interaction>) => {
  for await (const _ of interactions) return
}
const at = (time: unknown, more: object = {}) => world.tutti.scheduler.schedule({ text }, wrong({ at: time, ...more }))

/** Calls of the client, of channels and of plugins' methods; the place that the error must name, and its code. */
const wrongCalls: readonly [string, () => unknown, string, string?][] = [
  ['channel: a misspelt one', () => world.tutti.channel(wrong('fdei')), 'channel', 'unknown-channel'],
  ['channel: constructor', () => world.tutti.channel(wrong('constructor')), 'channel', 'unknown-channel'],
  ['channel: a symbol', () => world.tutti.channel(wrong(Symbol('fedi'))), 'channel', 'unknown-channel'],
  ['on: a misspelt event', () => world.tutti.on(wrong('post.publishd'), () => {}), 'event'],
  ['on: null', () => world.tutti.on(wrong(null), () => {}), 'event'],
  ['on: no listener', () => world.tutti.on('post.published', wrong('log')), 'listener'],
  ['publish: null for options', () => publish(null), 'options'],
  ['publish: a misspelt option', () => publish({ maxWait: 5 }), 'options.maxWait'],
  ['publish: a wait of NaN', () => publish({ maxWaitMs: Number.NaN }), 'options.maxWaitMs'],
  ['publish: a signal that is none', () => publish({ signal: {} }), 'options.signal'],
  ['publish: a word for absence', () => publish({ onAbsent: 'maybe' }), 'options.onAbsent'],
  ['publish: a negative wait', () => publish({ reconcileWithinMs: -1 }), 'options.reconcileWithinMs'],
  ['an operation without input', () => fedi().deletePost(wrong(undefined)), 'post'],
  ['an operation on null', () => fedi().fetchPost(wrong(null)), 'input'],
  ['an operation on a string', () => sky().fetchPost(wrong('at://a/b/c')), 'input'],
  ['a misspelt member', () => fedi().listPosts(wrong({ curser: 'x' })), 'curser'],
  ['another platform’s post, to delete', () => fedi().deletePost({ post: ref('bluesky', 'post') }), 'post.platform'],
  ['another platform’s post, to repeat', () => sky().repostPost({ post: ref('mastodon', 'post') }), 'post.platform'],
  [
    'another platform’s person, to block',
    () => fedi().blockProfile({ profile: ref('bluesky', 'profile') }),
    'profile.platform',
  ],
  ['a person for a post', () => fedi().deletePost({ post: ref('mastodon', 'profile') }), 'post.kind'],
  [
    'a ref of a later version',
    () => fedi().fetchPost({ post: wrong({ ...(ref('mastodon', 'post') as object), v: 2 }) }),
    'post.v',
  ],
  ['an id that climbs', () => fedi().deletePost({ post: ref('mastodon', 'post', '..') }), 'url'],
  ['an id that stays', () => fedi().fetchPost({ post: ref('mastodon', 'post', '.') }), 'url'],
  ['an empty id', () => fedi().deletePost({ post: ref('mastodon', 'post', '') }), 'post.id'],
  ['an id that is a number', () => fedi().fetchPost({ post: ref('mastodon', 'post', 1) }), 'post.id'],
  ['NUL in an id', () => fedi().fetchPost({ post: ref('mastodon', 'post', '1\0') }), 'post.id'],
  ['half a character in an id', () => fedi().fetchPost({ post: ref('mastodon', 'post', '\ud83d') }), 'post.id'],
  ['a line end in an id', () => fedi().fetchPost({ post: ref('mastodon', 'post', '1\u0085Host: e') }), 'post.id'],
  ['an id that is no AT URI', () => sky().deletePost({ post: ref('bluesky', 'post', '../../x') }), 'post.id'],
  [
    'an AT URI of something else',
    () => sky().deletePost({ post: ref('bluesky', 'post', 'at://did:plc:x/app.bsky.feed.like/1') }),
    'post.id',
  ],
  ['a forged cursor on Mastodon', () => fedi().listPosts({ cursor: 'after:1&limit=9999' }), 'cursor'],
  ['a forged cursor on Bluesky', () => sky().listInteractions({ cursor: 'posts:2026' }), 'cursor'],
  ['a cursor that is a number', () => sky().listPosts({ cursor: wrong(7) }), 'cursor'],
  ['a page of NaN', () => fedi().listPosts({ limit: Number.NaN }), 'limit'],
  ['a page of -1', () => sky().listPosts({ limit: -1 }), 'limit'],
  ['a kind that is none', () => fedi().listInteractions({ kinds: [wrong('applause')] }), 'kinds[0]'],
  [
    'an empty reply',
    () => fedi().replyToInteraction({ interaction: ref('mastodon', 'interaction'), text: ' ' }),
    'text',
  ],
  [
    'a reply with NUL',
    () => sky().replyToInteraction({ interaction: ref('bluesky', 'interaction'), text: 'a\0b' }),
    'text',
  ],
  ['one post for many', () => fedi().fetchPostMetrics({ posts: ref('mastodon', 'post') }), 'posts'],
  ['a hole among posts', () => sky().fetchPostMetrics({ posts: [wrong(null)] }), 'posts[0]'],
  ['call options of an operation', () => fedi().fetchProfile({}, wrong({ maxWaitMs: 'soon' })), 'options.maxWaitMs'],
  [
    'interactions: a channel alone',
    () => read(world.tutti.interactions(wrong({ channels: 'fedi' }))),
    'options.channels',
  ],
  ['interactions: a misspelt option', () => read(world.tutti.interactions(wrong({ chanels: [] }))), 'options.chanels'],
  ['interactions: no pages', () => read(world.tutti.interactions({ maxPages: 0 })), 'options.maxPages'],
  ['forecast: nothing', () => world.tutti.limits.forecast(wrong(undefined)), 'input'],
  [
    'forecast: NaN',
    () => world.tutti.limits.forecast({ channel: 'fedi', bucket: 'requests', count: Number.NaN }),
    'count',
  ],
  [
    'forecast: no such bucket',
    () => world.tutti.limits.forecast({ channel: 'fedi', bucket: 'toString', count: 1 }),
    'bucket',
  ],
  ['deliveries: an id that is none', () => world.tutti.deliveries.get(wrong({}), 'fedi'), 'postId'],
  ['deliveries: the journal’s separator', () => world.tutti.deliveries.get('a\u0001fedi', 'fedi'), 'postId'],
  ['deliveries: a limit of NaN', () => world.tutti.deliveries.list({ limit: Number.NaN }), 'options.limit'],
  ['deliveries: nothing decided', () => world.tutti.deliveries.decide(wrong(undefined)), 'input'],
  [
    'deliveries: constructor decided',
    () => world.tutti.deliveries.decide(wrong({ postId: 'p', channel: 'fedi', part: 0, decision: 'constructor' })),
    'decision',
  ],
  [
    'deliveries: published, but where',
    () => world.tutti.deliveries.decide(wrong({ postId: 'p', channel: 'fedi', part: 0, decision: 'published' })),
    'ref',
  ],
  ['schedule: without a zone', () => at('2126-12-01T09:00'), 'at', 'schedule-zone-missing'],
  ['schedule: tomorrow', () => at('tomorrow'), 'at'],
  ['schedule: a Date', () => at(new Date(4e12)), 'schedule.at'],
  ['schedule: the 30th of February', () => at('2126-02-30T09:00[Europe/Rome]'), 'at'],
  ['schedule: on Mars', () => at('2126-12-01T09:00[Mars/Base]'), 'at'],
  ['schedule: a zone and another offset', () => at('2126-12-01T09:00+09:00[Europe/Rome]'), 'at'],
  ['schedule: a past time', () => at('2020-12-01T09:00Z'), 'at', 'schedule-in-past'],
  ['schedule: a year beyond time', () => at('+999999-01-01T00:00Z'), 'at'],
  ['schedule: a misspelt option', () => at('2126-12-01T09:00Z', { when: 'late' }), 'schedule.when'],
  ['cancel: nothing', () => world.tutti.scheduler.cancel(wrong(undefined)), 'id'],
  ['cancel: one that is not there', () => world.tutti.scheduler.cancel('nope'), 'id', 'schedule-not-found'],
  ['scheduled: a filter of null', () => world.tutti.scheduler.list(wrong(null)), 'filter'],
  ['scheduled: from a word', () => world.tutti.scheduler.list({ from: wrong('monday') }), 'filter.from'],
  ['moderate: null', () => world.tutti.moderation.moderate(wrong(null)), 'moderate'],
  [
    'moderate: a channel alone',
    () => world.tutti.moderation.moderate({ channels: wrong('fedi') }),
    'moderate.channels',
  ],
  ['evaluate: nothing', () => world.tutti.moderation.evaluate(wrong(undefined)), 'evaluate'],
  ['evaluate: a number', () => world.tutti.moderation.evaluate({ text: wrong(7) }), 'evaluate.text'],
  ['dry run: a rule alone', () => world.tutti.moderation.dryRun({ rules: wrong('links') }), 'dryRun.rules'],
  ['dry run: a hole', () => world.tutti.moderation.dryRun({ interactions: [wrong(7)] }), 'dryRun.interactions[0]'],
  ['undo: nothing', () => world.tutti.moderation.undo(wrong(undefined)), 'verdictId'],
  ['report: a misspelt option', () => world.tutti.reporter.markdown(wrong({ titel: 'May' })), 'report.titel'],
  ['report: from NaN', () => world.tutti.reporter.csv({ from: Number.NaN }), 'report.from'],
  ['series: nothing', () => world.tutti.reporter.series(wrong(undefined)), 'series'],
  ['series: no post', () => world.tutti.reporter.series(wrong({ channel: 'fedi', metric: 'reposts' })), 'series.post'],
  ['collect: one post for many', () => world.tutti.reporter.collect({ posts: wrong('1') }), 'collect.posts'],
  ['collect: since a word', () => world.tutti.reporter.collect({ since: wrong('monday') }), 'collect.since'],
]

test.each(wrongCalls)('%s', async (_, call, path, code) => {
  await expectRefused(call, { path, code })
  expect(world.sent()).toEqual([])
})
