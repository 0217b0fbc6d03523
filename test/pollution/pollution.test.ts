import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRateLimitHeaders, verifyStandardWebhook } from '@tutti/adapter-kit'
import { bluesky } from '@tutti/bluesky'
import { runCli } from '@tutti/cli'
import { createTutti, memoryStore, systemClock, TuttiError } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { moderation } from '@tutti/moderation'
import { reporter } from '@tutti/reporter'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { fakeIdentityProvider, identityAdapter } from '@tutti/testing/fakes'
import { decorateUrl } from '@tutti/text'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openTwoPlatforms, type TwoPlatforms } from '../bad-input/two-platforms.ts'
import { type DangerousName, dangerousNames, expectInert, poison, poisonJson } from './poison.ts'

let open: TwoPlatforms
const text = 'Lemon cake'
const silent = { debug() {}, info() {}, warn() {} }
const ref = (platform: string) => ({ v: 1, kind: 'post', platform, id: '1' }) as const

beforeAll(async () => {
  open = await openTwoPlatforms()
})
afterAll(() => open.close())

/** Somebody's object with a dangerous name in it goes into something of ours. What comes out is looked at. */
type Attempt = (add: <T extends object>(value: T) => T, name: DangerousName) => unknown

/** What the developer or the app's users hand in, checked strictly: an error says so. */
const strict: Readonly<Record<string, Attempt>> = {
  'options of the client': (add) => createTutti(add({ channels: open.channels })),
  'ids of channels': (_add, name) =>
    createTutti({ channels: { ...open.channels, ...Object.fromEntries([[name, open.channels.fedi]]) } }),
  'options of mastodon': (add) => mastodon(add({ server: open.server })),
  'options of bluesky': (add) => bluesky(add({ service: open.service })),
  'options of a sign-in': (add) => bluesky({ oauth: add({}) }),
  'a token': (add) => mastodon({ server: open.server }).channel(add({ accessToken: 'token' })),
  'an app password': (add) => bluesky().channel(add({ identifier: 'alice.test', appPassword: 'x' })),
  'options of the scheduler': (add) => scheduler(add({})),
  'options of the moderation': (add) => moderation(add({ rules: [] })),
  'options of the reporter': (add) => reporter(add({})),
  'a post': (add) => open.tutti.prepare(add({ text })),
  'a post’s channels': (add) => open.tutti.prepare({ text, perChannel: add({}) as never }),
  'a post for one channel': (add) => open.tutti.prepare({ text, perChannel: { sky: add({ text }) } }),
  'a post’s platforms': (add) => open.tutti.prepare({ text, platformOptions: add({}) as never }),
  'a post’s labels': (add) => open.tutti.prepare({ text, labels: add({ campaign: 'cakes' }) }),
  'the input of an operation': (add) => open.tutti.channel('fedi').listPosts(add({})),
  'the options of a call': (add) => open.tutti.channel('fedi').listPosts({}, add({ maxWaitMs: 0 })),
  'the input of a sign-in': (add) =>
    open.tutti.accounts.authorize(add({ channel: 'fedi' as const, redirectUri: 'https://app.example/' })),
  'a post in the calendar': (add) =>
    open.tutti.scheduler.schedule({ text }, add({ at: '2030-01-01T09:00[Europe/Rome]' })),
  'a template': (_add, name) => decorateUrl('https://example.com/', { parameters: { from: `{${name}}` } }),
  'an id that a resolver is asked for': async (_add, name) => {
    const channels = { resolve: async () => open.channels.fedi, list: async () => [] }
    const tutti = await createTutti({ channels, log: silent })
    onTestFinished(() => tutti.close())
    return tutti.channel(name)
  },
  'a channel’s name': (_add, name) => open.tutti.channel(name as never),
}

describe.each(Object.entries(strict))('%s', (_place, attempt) => {
  test.each(dangerousNames)('refuses %s', async (name) => {
    const outcome = await Promise.resolve()
      .then(() => attempt((value) => poison(value, name), name))
      .catch((error: unknown) => error)
    expect(outcome).toSatisfy(TuttiError.isInstance)
    expect(outcome).toMatchObject({ outcome: 'not-sent', retryable: false })
    expect((outcome as TuttiError).message).toContain(name)
    expectInert(outcome)
  })
})

test('a merge that is careless is found out', () => {
  const [careless, given] = [{} as Record<string, unknown>, poison({}, '__proto__')]
  for (const [name, value] of Object.entries(given)) careless[name] = value
  expect(() => expectInert({ inner: careless })).toThrow('.inner inherits it')
})

test.each(dangerousNames)('platform options with %s hold the post back', async (name) => {
  const platformOptions = { mastodon: poison({}, name), bluesky: poison({}, name) }
  const preview = await open.tutti.prepare({ text, platformOptions })
  for (const { platform, issues } of Object.values(preview.channels)) {
    const path = `platformOptions.${platform}.${name}`
    expect(issues).toMatchObject([{ severity: 'error', code: 'invalid-input', path }])
  }
  expectInert(preview)
})

/** What others answer, send or have stored is read by its known names: others mean nothing. */
const lenient: Readonly<Record<string, Attempt>> = {
  'a ref out of the app’s database': (add) =>
    open.tutti
      .channel('fedi')
      .fetchPost({ post: add({ ...ref('mastodon'), facts: add({}) }) })
      .catch(typed),
  'a native operation': (add) =>
    Promise.allSettled(
      Object.values(
        open.tutti.channel('fedi').native as unknown as Record<string, (input: object) => Promise<unknown>>,
      ).map((run) => run(add({}))),
    ),
  'names of native operations': (_add, name) => {
    const found = (open.tutti.channel('sky').native as Record<string, unknown>)[name]
    expect(found).toBeUndefined()
  },
  'values of templates': (add) =>
    decorateUrl('https://example.com/', { parameters: { from: '{shop}' }, values: add({ shop: 'a' }) as never }),
  'names of parameters': (_add, name) => {
    const decorated = decorateUrl('https://example.com/', {
      parameters: Object.fromEntries([[name, 'x']]),
    })
    expect(decorated).toBe(`https://example.com/?${name}=x`)
  },
  'a campaign’s name': async (_add, name) => {
    await open.tutti.publish({ id: `named-${name}`, text: `${text} ${name}`, labels: { campaign: name } })
    await open.tutti.reporter.collect({})
    return [await open.tutti.reporter.markdown(), await open.tutti.reporter.csv(), await open.tutti.deliveries.list()]
  },
  'a preview that comes back': async (add) => {
    const preview = JSON.parse(JSON.stringify(await open.tutti.prepare({ text })))
    return open.tutti.publish(add({ ...preview, channels: add(preview.channels) })).catch(typed)
  },
  'headers about limits': (_add, name) =>
    [
      { ratelimit: `"${name}";r=1;t=2;${name}=3, ${name}=7`, 'ratelimit-policy': `"${name}";q=9;w=1` },
      { ratelimit: `${name}=1, limit=2, remaining=1, reset=3` },
      { 'x-ratelimit-limit': name, 'x-ratelimit-remaining': name, 'retry-after': name },
    ].map((headers) => readRateLimitHeaders(new Headers(headers as never), 0)),
  'headers of a webhook': (add) => {
    const headers = add({ 'webhook-id': 'a', 'webhook-timestamp': '0', 'webhook-signature': 'v1,x' })
    const request = { headers: headers as never, body: new TextEncoder().encode('{}'), nowMs: 0 }
    return Promise.resolve()
      .then(() => verifyStandardWebhook(request, { secret: 'whsec_c2VjcmV0c2VjcmV0' }))
      .catch(typed)
  },
  'documents of the stores': async (add, name) => {
    const read = []
    for (const store of [memoryStore(), sqliteStore(join(open.folder, `pollution-${name}.db`))]) {
      const { documents, samples } = store.scope('default', 'pollution')
      await documents.put('things', name, add({ kept: 1 }), 'any')
      const found = await documents.get<{ kept: number }>('things', name)
      expect(Object.keys(found?.value ?? {}).sort()).toEqual(['kept', name].sort())
      read.push(found, await documents.list('things', { limit: 9 }), samples)
      await store.close()
    }
    return read
  },
}

function typed(error: unknown): unknown {
  expect(error).toSatisfy(TuttiError.isInstance)
  return error
}

describe.each(Object.entries(lenient))('%s', (_place, attempt) => {
  test.each(dangerousNames)('%s changes nothing', async (name) => {
    expectInert(await attempt((value) => poison(value, name), name))
  })
})

describe.each(dangerousNames)('%s', (name) => {
  test('in every object that the platforms answer', { timeout: 30_000 }, async () => {
    const own = await openTwoPlatforms()
    onTestFinished(() => own.close())
    const rewrite = async (answer: Response) => {
      const body = await answer.text()
      const isJson = answer.headers.get('content-type')?.includes('json') ?? false
      return new Response(isJson && body ? poisonJson(body, name) : body || null, answer)
    }
    const stop = own.platforms.map(({ platform }) =>
      platform.faults.add({ kind: 'rewrite', rewrite }, { times: Number.POSITIVE_INFINITY }),
    )
    const { deliveries } = await own.tutti.publish({ text: `${text} #cake https://example.com/` })
    expectInert(deliveries)
    expect(Object.values(deliveries).map(({ state }) => state)).toEqual(['published', 'published'])
    for (const id of ['fedi', 'sky'] as const) {
      const channel = own.tutti.channel(id)
      const outcomes = await Promise.all([
        channel.describe(),
        channel.listPosts({}),
        channel.fetchProfile({}),
        channel.listInteractions({}),
        channel.listConversations({}),
        channel.searchPosts({ query: 'cake' }),
      ])
      expectInert(outcomes)
      // Others than the raw ones have no such member.
      expect(JSON.stringify(outcomes, (key, value) => (key === 'raw' ? undefined : value))).not.toContain('polluted')
    }
    for (const end of stop) end()
  })

  test('in every object of a sign-in and a renewal', async () => {
    const provider = fakeIdentityProvider({ clientId: 'https://app.test/client.json', dpop: true })
    onTestFinished(() => provider.close())
    const rewrite = async (answer: Response) => {
      const body = await answer.text()
      return new Response(body && poisonJson(body, name), answer)
    }
    const on = ({ path }: { path: string }) => !path.endsWith('/authorize')
    const server = await provider.listen()
    provider.faults.add({ kind: 'rewrite', rewrite }, { on, times: Number.POSITIVE_INFINITY })
    const tutti = await createTutti({
      channels: { one: identityAdapter({ server, dpop: true }).channel() },
      log: silent,
    })
    onTestFinished(() => tutti.close())
    const { url } = await tutti.accounts.authorize({ channel: 'one', redirectUri: 'http://127.0.0.1:9/callback' })
    const page = await fetch(url, { redirect: 'manual' })
    const status = await tutti.accounts.complete({ callbackUrl: page.headers.get('location') ?? '' })
    for (const family of provider.ledger.families) family.accessTokenEndsAt = 0
    expectInert([status, await tutti.channel('one').fetchProfile(), await tutti.accounts.status('one')])
    expect(JSON.stringify(await tutti.accounts.status('one'))).not.toContain('polluted')
  })

  test('in files of posts', async () => {
    const at = '2030-01-01T09:00[Europe/Rome]'
    const item = poison({ text, at, labels: poison({ campaign: 'c' }, name) }, name)
    const more = JSON.stringify(poison({}, name)).replaceAll('"', '""')
    const data = Buffer.from(JSON.stringify(poison({ text }, name))).toString('base64url')
    const event = `BEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20300101T000000Z\r\nDTSTART:20300101T090000Z\r\nSUMMARY:${text}`
    const files = {
      json: JSON.stringify([item]),
      csv: `text,at,more\n${text},${at},"${more}"\n`,
      ics: `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${event}\r\nX-TUTTI-POST:${data}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
    } as const
    for (const [format, file] of Object.entries(files)) {
      const report = await open.tutti.scheduler.bulk.import(file, {
        format: format as keyof typeof files,
        dryRun: true,
      })
      expectInert(report)
      expect(report.rows.map(({ outcome }) => outcome)).toEqual(['refused'])
    }
  })

  test('in what the command reads', async () => {
    const { folder } = open
    const written: string[] = []
    const stream = { isTTY: false, write: (piece: string) => void written.push(piece) }
    writeFileSync(join(folder, '.env'), `${name}=x\n`)
    writeFileSync(join(folder, 'tutti.secrets.json'), JSON.stringify({ v: 1, sealed: poison({}, name) }))
    writeFileSync(join(folder, 'tutti.config.mjs'), 'export default { channels: {} }\n')
    writeFileSync(join(folder, 'package.json'), JSON.stringify(poison({ tutti: poison({}, name) }, name)))
    const run = (...args: readonly string[]) =>
      runCli(args, {
        folder,
        env: {},
        stdin: { isTTY: true, async *[Symbol.asyncIterator]() {} },
        stdout: stream,
        stderr: stream,
        signal: AbortSignal.timeout(10_000),
        clock: systemClock,
      })
    await run('channels', '--json')
    await run('delete', JSON.stringify(poison({ channel: name, ref: poison(ref('mastodon'), name) }, name)), '--yes')
    await run('doctor', '--json')
    expect(written.join('').length).toBeGreaterThan(0)
    expect(written.join('')).not.toContain('internal')
    expectInert(undefined)
  })
})
