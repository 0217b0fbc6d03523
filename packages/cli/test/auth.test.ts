import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { bluesky } from '@tutti/bluesky'
import { exitCodes } from '@tutti/cli'
import { mastodon } from '@tutti/mastodon'
import { sqliteStore } from '@tutti/store-sqlite'
import { fakeBluesky, fakeMastodon, virtualClock } from '@tutti/testing/fakes'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createKey, seal, unseal } from '../src/secrets/seal.ts'
import { keepSecrets, openSecrets } from '../src/secrets/secret-file.ts'
import { openLoopback } from '../src/sign-in/loopback.ts'
import { makeFolder, runTutti } from './harness.ts'

describe('the loopback callback', () => {
  const open = async () => {
    const clock = virtualClock()
    const interrupted = new AbortController()
    const loopback = await openLoopback(clock, interrupted.signal)
    onTestFinished(() => loopback.close())
    return { ...loopback, clock, interrupted }
  }

  test('stands on 127.0.0.1 under an address that nobody can guess', async () => {
    const [one, other] = [await open(), await open()]
    expect(one.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}$/)
    expect(new URL(one.redirectUri).pathname).not.toBe(new URL(other.redirectUri).pathname)
  })

  test('takes the one who comes with the state, once, and shows a page without anything from outside', async () => {
    const { redirectUri, waitFor } = await open()
    const waiting = waitFor('the-state')
    const callback = `${redirectUri}?code=<script>&state=the-state`
    const answer = await fetch(callback)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await answer.text()).not.toContain('script')
    expect(new URL(await waiting).searchParams.get('code')).toBe('<script>')
    expect((await fetch(callback)).status).toBe(404)
  })

  test.each([
    ['another state', (uri: string) => fetch(`${uri}?code=x&state=other`)],
    ['two states', (uri: string) => fetch(`${uri}?state=the-state&state=other`)],
    ['no state', (uri: string) => fetch(`${uri}?code=x`)],
    ['another path', (uri: string) => fetch(new URL('/callback?state=the-state', uri))],
    ['another method', (uri: string) => fetch(`${uri}?state=the-state`, { method: 'POST' })],
    ['another host name', (uri: string) => getAs('evil.example', `${uri}?state=the-state`)],
  ])('%s ends nothing and learns nothing', async (_name, ask) => {
    const { redirectUri, waitFor } = await open()
    const waiting = waitFor('the-state')
    expect((await ask(redirectUri)).status).toBe(404)
    await fetch(`${redirectUri}?code=right&state=the-state`)
    expect(await waiting).toContain('code=right')
  })

  test('nobody gets in before there is a state', async () => {
    const { redirectUri } = await open()
    expect((await fetch(`${redirectUri}?state=`)).status).toBe(404)
  })

  test('is over after five minutes, and with Ctrl-C', async () => {
    const { waitFor, clock } = await open()
    const late = expect(waitFor('s')).rejects.toMatchObject({ code: 'unauthorized' })
    await clock.advance(5 * 60_000)
    await late
    const other = await open()
    const broken = expect(other.waitFor('s')).rejects.toMatchObject({ code: 'aborted' })
    other.interrupted.abort()
    await broken
  })
})

/** A page elsewhere whose name leads here. */
function getAs(host: string, url: string): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (answer) => resolve({ status: answer.statusCode ?? 0 }))
      .on('error', reject)
      .end()
  })
}

describe('kept secrets', () => {
  test('open with their key and name only, and not when they were changed', () => {
    const [key, other] = [Buffer.from(createKey(), 'base64'), Buffer.from(createKey(), 'base64')]
    const sealed = seal('hunter22', 'A_PASSWORD', key)
    expect(sealed).not.toBe(seal('hunter22', 'A_PASSWORD', key))
    expect(unseal(sealed, 'A_PASSWORD', key)).toBe('hunter22')
    expect(unseal(sealed, 'A_PASSWORD', other)).toBeUndefined()
    expect(unseal(sealed, 'B_PASSWORD', key)).toBeUndefined()
    const bytes = Buffer.from(sealed, 'base64')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    expect(unseal(bytes.toString('base64'), 'A_PASSWORD', key)).toBeUndefined()
    expect(unseal('', 'A_PASSWORD', key)).toBeUndefined()
  })

  test('stand encrypted in a file of the owner’s alone; the environment counts more', () => {
    const folder = makeFolder()
    const env: Record<string, string | undefined> = {}
    keepSecrets(folder, env, { A_PASSWORD: 'hunter22' })
    keepSecrets(folder, env, { B_TOKEN: 'token-of-b' })
    const text = readFileSync(join(folder, 'tutti.secrets.json'), 'utf8')
    expect(text).not.toContain('hunter22')
    for (const file of ['tutti.secrets.json', '.env']) expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toContain('.env\ntutti.secrets.json')

    const key = env.TUTTI_CREDENTIAL_KEY
    const fresh: Record<string, string | undefined> = { TUTTI_CREDENTIAL_KEY: key, B_TOKEN: 'from outside' }
    openSecrets(folder, fresh)
    expect(fresh).toMatchObject({ A_PASSWORD: 'hunter22', B_TOKEN: 'from outside' })
    expect(() => openSecrets(folder, {})).toThrow('does not open')
    expect(() => openSecrets(folder, { TUTTI_CREDENTIAL_KEY: createKey() })).toThrow('does not open')
    expect(() => openSecrets(folder, { TUTTI_CREDENTIAL_KEY: 'short' })).toThrow('is no key')
  })
})

const platforms = {
  fedi: () => {
    const fake = fakeMastodon()
    return { fake, channelAt: (server: string) => mastodon({ server }).channel() }
  },
  sky: () => {
    const fake = fakeBluesky()
    return { fake, channelAt: (service: string) => bluesky({ service, oauth: { plcDirectory: service } }).channel() }
  },
}

describe.each(['fedi', 'sky'] as const)('tutti auth with the browser: %s', (name) => {
  /** A channel without a credential, and a person who agrees or refuses. */
  async function openSignIn(decision: 'agree' | 'refuse') {
    const { fake, channelAt } = platforms[name]()
    const server = await fake.start()
    onTestFinished(() => fake.stop())
    const file = join(makeFolder(), 'tutti.db')
    const credentialKey = createKey()
    const config = () => ({ store: sqliteStore(file), credentialKey, channels: { [name]: channelAt(server) } })
    const visit = async (url: string) => fetch((await fake.visitSignIn?.(url, decision)) ?? '')
    const visits: Promise<Response>[] = []
    const run = (args: readonly string[]) =>
      runTutti(args, { config: config as never, openBrowser: (url) => void visits.push(visit(url)) })
    return { fake, file, visits, run }
  }

  test('connects the account of the person who agrees; posts go out as theirs', async () => {
    const { fake, file, visits, run } = await openSignIn('agree')
    expect((await run(['channels', '--check'])).exitCode).toBe(exitCodes.authentication)
    const { exitCode, stdout, stderr } = await run(['auth', name])
    expect(stderr).toMatch(/^Open this address.*\nhttp:\/\/127\.0\.0\.1:\d+\/oauth\/authorize\?/)
    expect(stdout).toContain(`connected ${name}\n`)
    expect(exitCode).toBe(exitCodes.ok)
    expect(await (await visits[0])?.text()).toContain('Done.')
    expect((await run(['post', 'Signed in'])).exitCode).toBe(exitCodes.ok)
    expect(await fake.standingPosts()).toMatchObject([{ text: 'Signed in' }])
    expect(readFileSync(file, 'latin1')).not.toMatch(/"(?:accessToken|accessJwt|refreshToken)"/)
  })

  test('connects nothing when the person refuses', async () => {
    const { run } = await openSignIn('refuse')
    const { exitCode, json } = await run(['auth', name, '--json'])
    expect(exitCode).toBe(exitCodes.authentication)
    expect(json()).toMatchObject({ error: { code: 'sign-in-denied' } })
    expect((await run(['channels', '--check'])).exitCode).toBe(exitCodes.authentication)
  })
})

describe('tutti auth with a secret', () => {
  /** A project whose one channel needs an app password. */
  async function openProject() {
    const sky = fakeBluesky({ accounts: ['shop.test', 'ada.test'] })
    const service = await sky.start()
    onTestFinished(() => sky.stop())
    const folder = makeFolder()
    const setup = {
      options: [],
      credential: [{ name: 'appPassword', label: 'App password', variable: 'AUTH_TEST_PASSWORD' }],
    }
    const place = join(folder, 'node_modules', 'sky')
    mkdirSync(place, { recursive: true })
    writeFileSync(
      join(place, 'package.json'),
      JSON.stringify({ name: 'sky', tutti: { adapter: { factory: 'sky', setup } } }),
    )
    const adapter = import.meta.resolve('@tutti/bluesky')
    writeFileSync(
      join(folder, 'tutti.config.ts'),
      `import { bluesky } from '${adapter}'
      import { secret } from '${import.meta.resolve('@tutti/cli')}'
      export default {
        channels: {
          sky: bluesky({ service: '${service}' }).channel({
            identifier: 'shop.test', appPassword: secret('AUTH_TEST_PASSWORD'),
          }),
        },
      }`,
    )
    onTestFinished(() => {
      for (const name of ['AUTH_TEST_PASSWORD', 'TUTTI_CREDENTIAL_KEY']) delete process.env[name]
    })
    return {
      sky,
      folder,
      run: (args: readonly string[], options = {}) => runTutti(args, { folder, env: process.env, ...options }),
    }
  }

  test('asks unseen, tries it, keeps it encrypted, and later commands find it', async () => {
    const { sky, folder, run } = await openProject()
    expect((await run(['channels'])).exitCode).toBe(exitCodes.authentication)
    const prompts = { secret: async () => sky.appPassword() } as never
    const { exitCode, stdout, stderr } = await run(['auth', 'sky'], { prompts })
    expect(stderr).not.toContain(sky.appPassword())
    expect(stdout).toMatch(/^✓ sky shop\.test\nKept encrypted: AUTH_TEST_PASSWORD$/m)
    expect(exitCode).toBe(exitCodes.ok)
    expect(stdout + readFileSync(join(folder, 'tutti.secrets.json'), 'utf8')).not.toContain(sky.appPassword())
    delete process.env.AUTH_TEST_PASSWORD
    openSecrets(folder, process.env)
    expect(process.env.AUTH_TEST_PASSWORD).toBe(sky.appPassword())
  })

  test('keeps nothing that the platform refuses', async () => {
    const { folder, run } = await openProject()
    const { exitCode, stderr } = await run(['auth', 'AUTH_TEST_PASSWORD'], { stdin: 'wrong-password\n' })
    expect(exitCode).toBe(exitCodes.authentication)
    expect(stderr).not.toContain('wrong-password')
    expect(stderr).toMatch(/Nothing was kept\. Check the secret, and .*identifier shop\.test/)
    expect(() => statSync(join(folder, 'tutti.secrets.json'))).toThrow()
  })

  test('a person at a terminal may try again', async () => {
    const { sky, run } = await openProject()
    const typed = ['mistyped', sky.appPassword()]
    const prompts = { secret: async () => typed.shift() } as never
    const { exitCode, stdout, stderr } = await run(['auth', 'sky'], { prompts })
    expect(exitCode).toBe(exitCodes.ok)
    expect(stderr).toMatch(/Tried: identifier shop\.test, .*Once more/)
    expect(stdout).toMatch(/^✓ sky shop\.test$/m)
    const hopeless = await run(['auth', 'sky'], { prompts: { secret: async () => 'mistyped' } as never })
    expect(hopeless.exitCode).toBe(exitCodes.authentication)
  })

  test('says when nobody answers at the address, and keeps it all the same', async () => {
    const { sky, folder, run } = await openProject()
    await sky.stop()
    const { exitCode, stdout } = await run(['auth', 'sky'], { stdin: `${sky.appPassword()}\n` })
    expect(stdout).toMatch(/^! sky could not be tried: .*ECONNREFUSED$/m)
    expect(stdout).not.toContain('expired')
    expect(exitCode).toBe(exitCodes.unreachable)
    expect(statSync(join(folder, 'tutti.secrets.json')).isFile()).toBe(true)
  })

  test('says which secret a platform has refused, and where it came from', async () => {
    const { sky, folder, run } = await openProject()
    const doctor = async () => {
      const { exitCode, stdout } = await run(['doctor'])
      expect(exitCode).toBe(exitCodes.authentication)
      expect(stdout).not.toMatch(/clock|password-of/)
      return stdout
    }
    // Kept, and good; but the environment has another one, which counts more.
    await run(['auth', 'sky'], { stdin: `${sky.appPassword()}\n` })
    process.env.AUTH_TEST_PASSWORD = 'password-of-the-shell'
    expect(await doctor()).toMatch(
      /identifier shop\.test, .*AUTH_TEST_PASSWORD from the environment\. Correct AUTH_TEST_PASSWORD there or unset it/,
    )
    const again = await run(['auth', 'sky'], { stdin: `${sky.appPassword()}\n` })
    expect(again.stderr).toContain('AUTH_TEST_PASSWORD of the environment counts more')

    appendFileSync(join(folder, '.env'), 'AUTH_TEST_PASSWORD=password-of-the-file\n')
    delete process.env.AUTH_TEST_PASSWORD
    expect(await doctor()).toContain('AUTH_TEST_PASSWORD from .env. Correct the line there')

    delete process.env.AUTH_TEST_PASSWORD
    writeFileSync(join(folder, '.env'), '')
    keepSecrets(folder, process.env, { AUTH_TEST_PASSWORD: 'password-of-long-ago' })
    expect(await doctor()).toMatch(/from tutti\.secrets\.json\. .*tutti auth AUTH_TEST_PASSWORD$/m)
  })

  test('takes it through a pipe, and says so where nothing comes', async () => {
    const { sky, run } = await openProject()
    expect((await run(['auth', 'sky'], { stdin: '\n' })).stderr).toContain('standard input')
    const piped = await run(['auth', 'sky', '--json'], { stdin: `${sky.appPassword()}\n` })
    expect(piped.json()).toEqual({ kept: ['AUTH_TEST_PASSWORD'], channels: [{ id: 'sky', handle: 'shop.test' }] })
    expect((await run(['auth', 'nowhere'], { stdin: 'x' })).exitCode).toBe(exitCodes.usage)
  })
})
