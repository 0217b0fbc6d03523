import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bluesky } from '@tutti/bluesky'
import { runCli, type TuttiConfig } from '@tutti/cli'
import {
  aroundRequest,
  type ChannelDefinition,
  coreEvents,
  createTutti,
  definePlugin,
  pluginRef,
  systemClock,
} from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { sqliteStore } from '@tutti/store-sqlite'
import { type AdapterFake, fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'
import { expect, onTestFinished, test } from 'vitest'
import { echoes } from './echoes.ts'
import { learnSecrets } from './learn-secrets.ts'
import { findSecrets, printed } from './printed.ts'
import { sentSecrets } from './wire-secrets.ts'

const redirectUri = 'http://127.0.0.1:9/callback'
const credentialKey = Buffer.alloc(32, 7).toString('base64')

const platforms: readonly (readonly [string, () => AdapterFake, (url: string) => ChannelDefinition])[] = [
  ['Bluesky', fakeBluesky, (url) => bluesky({ service: url, oauth: { plcDirectory: url } }).channel()],
  ['Mastodon', fakeMastodon, (url) => mastodon({ server: url }).channel()],
]

/** A platform that nobody has signed in to, a folder for a store, and a list of all secrets that come to be. */
async function setUp(create: () => AdapterFake, channel: (url: string) => ChannelDefinition) {
  const fake = create()
  const folder = mkdtempSync(join(tmpdir(), 'tutti-canary-'))
  onTestFinished(async () => {
    await fake.stop()
    rmSync(folder, { recursive: true })
  })
  const secrets = new Set<string>([credentialKey])
  let present: readonly string[] = []
  const definition = learnSecrets(channel(await fake.start()), (shared, own) => {
    present = shared
    for (const secret of [...shared, ...own]) secrets.add(secret)
  })
  const all = () => [...secrets, ...sentSecrets(fake.platform.requests)].filter((secret) => secret.length > 7)
  const files = () =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('\n')
  const visit = async (url: string) => (await fake.visitSignIn?.(url, 'agree')) ?? ''
  /** The next request of a path is answered by what it held, and what the client has, once the platform has done its part. */
  const answerWith = (echo: (typeof echoes)[number][1], path: RegExp) =>
    fake.platform.faults.add(
      {
        kind: 'rewrite',
        rewrite: (answer) => echo([...sentSecrets(fake.platform.requests.slice(-1)), ...present])(answer),
      },
      { on: (request) => path.test(request.path) },
    )
  return { fake, folder, definition, all, files, visit, answerWith }
}

test.each(
  platforms.flatMap(([name, ...platform]) => echoes.map(([way, echo]) => [name, way, echo, ...platform] as const)),
)(
  '%s: a secret of a sign-in that comes back %s goes no further',
  { timeout: 60_000 },
  async (_name, _way, echo, create, channel) => {
    const { fake, folder, definition, all, files, visit, answerWith } = await setUp(create, channel)
    const seen: unknown[] = []
    const note = (...values: readonly unknown[]) => void seen.push(...values)
    const watcher = definePlugin({
      ref: pluginRef<object>()('watcher'),
      hooks: [
        aroundRequest.use(async (input, next) => {
          note(input)
          try {
            return await next(input)
          } catch (error) {
            note(error)
            throw error
          }
        }),
      ],
      setup: () => ({}),
    })
    const tutti = await createTutti({
      store: sqliteStore(join(folder, 'tutti.db')),
      credentialKey,
      log: { debug: note, info: note, warn: note },
      plugins: [watcher],
      channels: { one: definition },
    })
    onTestFinished(() => tutti.close())
    for (const event of coreEvents) tutti.on(event.name, note)
    const impatient = { maxWaitMs: 0 }
    const attempt = async <T>(run: Promise<T>): Promise<void> => {
      const [outcome] = await Promise.allSettled([run])
      note(outcome?.status === 'rejected' ? outcome.reason : outcome?.value)
    }
    const begin = () => tutti.accounts.authorize({ channel: 'one', redirectUri, account: 'alice.test' }, impatient)
    const complete = async () => {
      const { url } = await begin()
      return tutti.accounts.complete({ callbackUrl: await visit(url) }, impatient)
    }
    const profile = () => tutti.channel('one').fetchProfile({}, impatient)

    // What it answers of itself holds the state: it is for the person alone.
    answerWith(echo, /\/oauth\/par$|\/api\/v1\/apps$/)
    await attempt(begin().then(() => undefined))
    fake.platform.faults.clear()
    answerWith(echo, /\/oauth\/token$/)
    await attempt(complete())
    fake.platform.faults.clear()
    await attempt(complete())
    await attempt(profile())
    answerWith(echo, /getProfile|verify_credentials/)
    await attempt(profile())
    fake.platform.faults.clear()
    fake.expireCredentials?.()
    answerWith(echo, /\/oauth\/token$/)
    await attempt(profile())
    fake.platform.faults.clear()
    await attempt(profile())
    await attempt(complete())
    await attempt(tutti.accounts.status('one'))
    note(files())
    answerWith(echo, /\/oauth\/revoke$/)
    await attempt(tutti.accounts.disconnect('one', impatient))
    for await (const status of tutti.accounts.list()) note(status)
    await tutti.close()
    note(files())

    expect(all().length).toBeGreaterThan(10)
    expect(seen.length).toBeGreaterThan(20)
    expect(findSecrets(seen.map(printed).join('\n'), all())).toEqual([])
  },
)

test.each(
  platforms.flatMap(([name, ...platform]) => echoes.map(([way, echo]) => [name, way, echo, ...platform] as const)),
)(
  '%s: `tutti auth` shows no secret that comes back %s',
  { timeout: 60_000 },
  async (_name, _way, echo, create, channel) => {
    const { fake, folder, definition, all, files, visit, answerWith } = await setUp(create, channel)
    const config = () => ({
      store: sqliteStore(join(folder, 'tutti.db')),
      credentialKey,
      channels: { one: definition },
    })
    const written: string[] = []
    const visits: Promise<unknown>[] = []
    const stream = { isTTY: false, write: (text: string) => void written.push(text) }
    const run = (...args: readonly string[]) =>
      runCli(args, {
        folder,
        env: {},
        stdin: { isTTY: true, async *[Symbol.asyncIterator]() {} },
        stdout: stream,
        stderr: stream,
        signal: AbortSignal.timeout(30_000),
        clock: systemClock,
        config: config as unknown as TuttiConfig,
        openBrowser: (url) => void visits.push(visit(url).then((callback) => fetch(callback))),
      })
    const auth = ['auth', 'one', '--debug', '--account', 'alice.test']
    answerWith(echo, /\/oauth\/token$/)
    await run(...auth)
    await run(...auth, '--json')
    fake.platform.faults.clear()
    answerWith(echo, /\/oauth\/par$|\/api\/v1\/apps$/)
    await run(...auth)
    fake.platform.faults.clear()
    await run(...auth)
    fake.expireCredentials?.()
    answerWith(echo, /\/oauth\/token$|verify_credentials/)
    await run('channels', '--check', '--debug')
    await run('doctor', '--debug', '--json')
    await Promise.allSettled(visits)

    expect(all().length).toBeGreaterThan(10)
    const printedText = written.join('')
    expect(printedText.length).toBeGreaterThan(500)
    // The address is for the person's browser, and on some platforms holds the state.
    const shown = printedText.replaceAll(/([?&]state=)[0-9a-f]{64}/g, '$1')
    expect(findSecrets(shown + files(), all())).toEqual([])
  },
)
