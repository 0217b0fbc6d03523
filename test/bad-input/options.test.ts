import { bluesky } from '@tutti/bluesky'
import { createTutti, folderMediaStore } from '@tutti/core'
import { connect } from '@tutti/core/connect'
import { mastodon } from '@tutti/mastodon'
import { moderation, rules } from '@tutti/moderation'
import { reporter } from '@tutti/reporter'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectRefused } from './expect-refused.ts'

const fedi = fakeMastodon()
const sky = fakeBluesky()
let server: string
let service: string

beforeAll(async () => {
  server = await fedi.start()
  service = await sky.start()
})

afterAll(async () => {
  await fedi.stop()
  await sky.stop()
})

const onFedi = () => mastodon({ server }).channel({ accessToken: fedi.accessToken() })
const channels = () => ({
  fedi: onFedi(),
  sky: bluesky({ service }).channel({ identifier: 'alice.test', appPassword: sky.appPassword() }),
})
const parsed = (json: string): object => JSON.parse(json)
/** The fields of a channel with one of them replaced. */
const withAdapter = (change: object) => ({ ...onFedi(), adapter: { ...onFedi().adapter, ...change } })

/** Options of `createTutti` beside working channels: what is wrong, and where. */
const clientOptions: readonly [string, () => unknown, string][] = [
  ['nothing', () => undefined, 'options'],
  ['null', () => null, 'options'],
  ['a list', () => [], 'options'],
  ['a string', () => 'tutti.db', 'options'],
  ['a misspelt option', () => ({ channels: channels(), plugin: [] }), 'options.plugin'],
  ['a member called __proto__', () => parsed('{"__proto__":{"channels":{}}}'), 'options.__proto__'],
  ['no channels', () => ({}), 'options.channels'],
  ['channels in a list', () => ({ channels: [onFedi()] }), 'options.channels'],
  ['channels in a Map', () => ({ channels: new Map([['fedi', onFedi()]]) }), 'options.channels'],
  ['a resolver that can’t list', () => ({ channels: { resolve: async () => undefined } }), 'options.channels'],
  ['a channel without a name', () => ({ channels: { '': onFedi() } }), 'options.channels[""]'],
  ['a channel of blanks', () => ({ channels: { ' ': onFedi() } }), 'options.channels[" "]'],
  ['NUL in a channel’s name', () => ({ channels: { 'a\0b': onFedi() } }), 'options.channels["a\\u0000b"]'],
  ['half a character in a name', () => ({ channels: { '\ud83d': onFedi() } }), 'options.channels["\\ud83d"]'],
  ['a channel called constructor', () => ({ channels: { constructor: onFedi() } }), 'options.channels["constructor"]'],
  ['the adapter instead of a channel', () => ({ channels: { fedi: mastodon({ server }) } }), 'options.channels.fedi'],
  ['a promise of a channel', () => ({ channels: { fedi: Promise.resolve(onFedi()) } }), 'options.channels.fedi'],
  [
    'a channel without secrets',
    () => ({ channels: { fedi: { ...onFedi(), credential: {} } } }),
    'options.channels.fedi',
  ],
  [
    'an adapter of a later version',
    () => ({ channels: { fedi: withAdapter({ specVersion: 'v9' }) } }),
    'options.channels.fedi',
  ],
  ['a plugin alone', () => ({ channels: channels(), plugins: reporter() }), 'options.plugins'],
  ['a plugin that was not called', () => ({ channels: channels(), plugins: [reporter] }), 'options.plugins[0]'],
  ['a hole for a plugin', () => ({ channels: channels(), plugins: [false] }), 'options.plugins[0]'],
  ['a path for a store', () => ({ channels: channels(), store: 'tutti.db' }), 'options.store'],
  ['a path for a media store', () => ({ channels: channels(), mediaStore: './media' }), 'options.mediaStore'],
  ['half an engine', () => ({ channels: channels(), engine: { wake() {} } }), 'options.engine'],
  ['Date for a clock', () => ({ channels: channels(), clock: Date }), 'options.clock'],
  ['a function for a logger', () => ({ channels: channels(), log: console.log }), 'options.log'],
  ['an empty limiter', () => ({ channels: channels(), rateLimiter: {} }), 'options.rateLimiter'],
  ['a tenant that is a number', () => ({ channels: channels(), tenant: 7 }), 'options.tenant'],
  ['NUL in a tenant', () => ({ channels: channels(), tenant: 'a\0b' }), 'options.tenant'],
  ['a time-out of NaN', () => ({ channels: channels(), hookTimeoutMs: Number.NaN }), 'options.hookTimeoutMs'],
  ['a time-out without end', () => ({ channels: channels(), hookTimeoutMs: Infinity }), 'options.hookTimeoutMs'],
  ['half an open channel', () => ({ channels: channels(), maxOpenChannels: 0.5 }), 'options.maxOpenChannels'],
  ['reconciliation in a list', () => ({ channels: channels(), reconciliation: [] }), 'options.reconciliation'],
  [
    'a negative lease',
    () => ({ channels: channels(), reconciliation: { leaseMs: -1 } }),
    'options.reconciliation.leaseMs',
  ],
  ['a word for a boolean', () => ({ channels: channels(), recoverOnStart: 'no' }), 'options.recoverOnStart'],
]

test.each(clientOptions)('createTutti refuses %s', (_, options, path) =>
  expectRefused(() => createTutti(options() as never), { code: 'invalid-options', path }),
)

const wrong = (value: unknown) => value as never

/** What else is made with options, and the place that the error must name. */
const factories: readonly [string, () => unknown, string, string?][] = [
  ['mastodon: no options', () => mastodon(wrong(undefined)), 'mastodon(options)'],
  ['mastodon: a misspelt option', () => mastodon(wrong({ server, sever: server })), 'mastodon(options).sever'],
  [
    'mastodon: a password in the address',
    () => mastodon({ server: 'https://a:b@c.example' }),
    'mastodon(options).server',
  ],
  ['mastodon: a fragment', () => mastodon({ server: 'https://c.example#x' }), 'mastodon(options).server'],
  ['mastodon: a path that climbs', () => mastodon({ server: 'https://c.example/../x' }), 'mastodon(options).server'],
  ['mastodon: a backslash', () => mastodon({ server: 'https://c.example\\@e.example' }), 'mastodon(options).server'],
  ['mastodon: a line end', () => mastodon({ server: 'https://c.example\r\nHost: e' }), 'mastodon(options).server'],
  ['mastodon: a script', () => mastodon({ server: 'javascript:alert(1)' }), 'mastodon(options).server'],
  ['mastodon: a file', () => mastodon({ server: 'file:///etc/passwd' }), 'mastodon(options).server'],
  ['mastodon: http elsewhere', () => mastodon({ server: 'http://c.example' }), 'mastodon(options).server'],
  ['mastodon: an impossible port', () => mastodon({ server: 'https://c.example:99999' }), 'mastodon(options).server'],
  [
    'mastodon: a token with a header behind it',
    () => mastodon({ server }).channel({ accessToken: 'canary-token\r\nX-Injected: 1' }),
    'mastodon.channel(credential).accessToken',
  ],
  ['mastodon: a bare token', () => mastodon({ server }).channel(wrong('canary-token')), 'mastodon.channel(credential)'],
  [
    'mastodon: a token that is a function',
    () => mastodon({ server }).channel(wrong({ accessToken: () => 'canary-token' })),
    'mastodon.channel(credential).accessToken',
  ],
  ['bluesky: a string', () => bluesky(wrong(service)), 'bluesky'],
  ['bluesky: a password in the address', () => bluesky({ service: 'https://a:b@c.example' }), 'bluesky.service'],
  ['bluesky: a query', () => bluesky({ service: 'https://c.example?x' }), 'bluesky.service'],
  ['bluesky: a backslash', () => bluesky({ service: 'https://c.example\\@e.example' }), 'bluesky.service'],
  ['bluesky: http elsewhere', () => bluesky({ service: 'http://c.example' }), 'bluesky.service'],
  ['bluesky: http at a look-alike', () => bluesky({ service: 'http://127.0.0.1.c.example' }), 'bluesky.service'],
  ['bluesky: no AppView', () => bluesky({ appView: 'api.bsky.app' }), 'bluesky.appView'],
  [
    'bluesky: the old name of the password',
    () => bluesky().channel(wrong({ identifier: 'a.test', appPassword: 'canary-pass', password: 'canary-pass' })),
    'bluesky.channel(credential).password',
  ],
  [
    'bluesky: NUL in a handle',
    () => bluesky().channel({ identifier: 'a\0.test', appPassword: 'canary-pass' }),
    'bluesky.channel(credential).identifier',
  ],
  [
    'bluesky: a handle that is written backwards',
    () => bluesky().channel({ identifier: 'a\u202etset.test', appPassword: 'canary-pass' }),
    'bluesky.channel(credential).identifier',
  ],
  [
    'bluesky: half a character in a handle',
    () => bluesky().channel({ identifier: '\ud83d.test', appPassword: 'canary-pass' }),
    'bluesky.channel(credential).identifier',
  ],
  [
    'bluesky: a password with a header behind it',
    () => bluesky().channel({ identifier: 'a.test', appPassword: 'canary-pass\r\nX-Injected: 1' }),
    'bluesky.channel(credential).appPassword',
  ],
  ['scheduler: a zone of Mars', () => scheduler({ timeZone: 'Mars/Base' }), 'scheduler.timeZone'],
  ['scheduler: a misspelt option', () => scheduler(wrong({ timezone: 'UTC' })), 'scheduler.timezone'],
  ['scheduler: a sweep without pause', () => scheduler({ sweepEveryMs: 0 }), 'scheduler.sweepEveryMs'],
  [
    'scheduler: grace without end',
    () => scheduler({ late: { policy: 'publish-within', graceMs: Infinity } }),
    'scheduler.late.graceMs',
  ],
  ['moderation: nothing', () => moderation(wrong(undefined)), 'moderation'],
  ['moderation: to delete', () => moderation({ rules: [], act: wrong('delete') }), 'moderation.act'],
  ['moderation: no rule', () => moderation({ rules: [wrong(null)] }), 'moderation.rules[0]', 'rule-invalid'],
  ['rules: an empty word', () => rules.words(['']), 'rules.words.words[0]', 'rule-invalid'],
  ['rules: an open bracket', () => rules.patterns(['(']), 'rules.patterns.patterns[0]', 'rule-invalid'],
  ['rules: NaN links', () => rules.links({ max: Number.NaN }), 'rules.links.max', 'rule-invalid'],
  ['reporter: an unknown option', () => reporter(wrong({ format: 'csv' })), 'reporter.format'],
  ['sqliteStore: nothing', () => sqliteStore(wrong(undefined)), 'file'],
  ['sqliteStore: memory', () => sqliteStore(':memory:'), 'file'],
  ['sqliteStore: null for options', () => sqliteStore('tutti.db', wrong(null)), 'options'],
  ['sqliteStore: NaN', () => sqliteStore('tutti.db', { busyTimeoutMs: Number.NaN }), 'busyTimeoutMs'],
  ['folderMediaStore: nothing', () => folderMediaStore(wrong(undefined)), 'directory'],
  ['folderMediaStore: NUL', () => folderMediaStore('a\0b'), 'directory'],
  ['connect: nothing', () => connect(wrong(undefined)), 'channel'],
  ['connect: a store', () => connect(onFedi(), wrong({ store: sqliteStore('tutti.db') })), 'options.store'],
]

test.each(factories)('%s is refused', (_, make, path, code = 'invalid-options') => expectRefused(make, { code, path }))

test.each([['two of a name', [reporter(), reporter()], 'plugin-name-taken', 'plugins[1]']])(
  'createTutti refuses plugins: %s',
  (_, plugins, code, path) =>
    expectRefused(() => createTutti({ channels: channels(), plugins: plugins as never }), { code, path }),
)

test('none of it has sent anything', () => {
  expect([...fedi.platform.requests, ...sky.platform.requests]).toEqual([])
})
