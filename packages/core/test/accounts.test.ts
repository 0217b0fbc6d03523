import { type Store, TuttiError } from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { type FakeIdentitySettings, fakeIdentityProvider, identityAdapter } from '@tutti/testing/fakes'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTutti, memoryStore, type TuttiOptions } from '../src/index.ts'

const clientId = 'https://app.test/client.json'
const redirectUri = 'http://127.0.0.1:9/callback'
const credentialKey = Buffer.alloc(32, 7).toString('base64')
const dayMs = 24 * 60 * 60_000

type Extra = Partial<Pick<TuttiOptions<never, readonly []>, 'store' | 'clock' | 'credentialKey' | 'tenant'>>

const scopes = { fetchProfile: ['profile'] }

async function setUp(settings: Partial<FakeIdentitySettings> = {}) {
  const clock = virtualClock({ startMs: Date.now() })
  const provider = fakeIdentityProvider({ clientId, ...settings }, { clock })
  onTestFinished(() => provider.close())
  const server = await provider.listen()
  const client = async (extra: Extra = {}) => {
    const adapter = identityAdapter({ server, dpop: settings.dpop, scopes })
    const tutti = await createTutti({
      channels: { one: adapter.channel(), two: adapter.channel() },
      clock,
      log: { debug() {}, info() {}, warn() {} },
      ...extra,
    })
    onTestFinished(() => tutti.close())
    return tutti
  }
  return { provider, clock, server, client }
}

/** What a browser does: opens the address, and is sent back. */
async function visit(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' })
  return response.headers.get('location') ?? ''
}

/** A store that lasts, as far as the client knows. */
function lastingStore(): Store {
  const { scope, close } = memoryStore()
  return { durable: true, scope, close }
}

describe.each([
  ['bearer tokens', {}],
  ['DPoP', { dpop: true }],
])('with %s', (_name, settings) => {
  test('a channel is connected, used, renewed and disconnected', async () => {
    const { provider, clock, client } = await setUp(settings)
    const tutti = await client()
    await expect(tutti.channel('one').fetchProfile()).rejects.toMatchObject({ code: 'not-connected' })
    expect(await tutti.accounts.status('one')).toMatchObject({ state: 'missing' })

    const begun = await tutti.accounts.authorize({ channel: 'one', redirectUri, account: 'ada' })
    const status = await tutti.accounts.complete({ callbackUrl: await visit(begun.url) })
    expect(status).toMatchObject({ channel: 'one', state: 'connected', scopes: ['profile'], renewable: true })
    expect((await tutti.channel('one').fetchProfile()).handle).toBe('ada')
    await expect(tutti.channel('two').fetchProfile()).rejects.toMatchObject({ code: 'not-connected' })

    await clock.advance(2 * 60 * 60_000)
    expect((await tutti.channel('one').fetchProfile()).handle).toBe('ada')
    expect(provider.ledger.families).toMatchObject([{ grants: 1, revoked: false }])

    expect(await tutti.accounts.disconnect('one')).toEqual({ channel: 'one', revoked: true, warnings: [] })
    expect(provider.ledger.families).toMatchObject([{ revoked: 'asked' }])
    await expect(tutti.channel('one').fetchProfile()).rejects.toMatchObject({ code: 'not-connected' })
  })
})

test('a sign-in begun in one process is finished in another; the store shows no secret', async () => {
  const { client, provider } = await setUp()
  const store = lastingStore()
  const first = await client({ store, credentialKey })
  const begun = await first.accounts.authorize({ channel: 'one', redirectUri })
  const second = await client({ store, credentialKey })
  await second.accounts.complete({ callbackUrl: await visit(begun.url) })
  expect((await first.channel('one').fetchProfile()).handle).toBe('someone')
  const { documents } = store.scope('default', 'core')
  const stored = JSON.stringify([await documents.list('credentials'), await documents.list('sign-ins')])
  expect(stored).toContain('"v":2')
  for (const secret of [begun.state, provider.ledger.families[0]?.accessToken, 'accessToken', 'codeVerifier']) {
    expect(stored).not.toContain(secret)
  }
})

test('a callback works once, also when it comes twice at a time', async () => {
  const { client, provider } = await setUp()
  const tutti = await client()
  const begun = await tutti.accounts.authorize({ channel: 'one', redirectUri })
  const callbackUrl = await visit(begun.url)
  const both = await Promise.allSettled([
    tutti.accounts.complete({ callbackUrl }),
    tutti.accounts.complete({ callbackUrl }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(tutti.accounts.complete({ callbackUrl })).rejects.toMatchObject({ code: 'sign-in-invalid' })
  expect(provider.ledger.families).toHaveLength(1)
})

test('a callback of nobody, a late one and one of a refusal connect nothing', async () => {
  const { client, clock } = await setUp()
  const tutti = await client()
  const forged = `${redirectUri}?code=x&state=${'0'.repeat(64)}`
  await expect(tutti.accounts.complete({ callbackUrl: forged })).rejects.toMatchObject({ code: 'sign-in-invalid' })
  await expect(tutti.accounts.complete({ callbackUrl: redirectUri })).rejects.toMatchObject({ code: 'invalid-input' })
  const refused = await tutti.accounts.authorize({ channel: 'one', redirectUri })
  const denial = await visit(`${refused.url}&decision=deny`)
  await expect(tutti.accounts.complete({ callbackUrl: denial })).rejects.toMatchObject({ code: 'sign-in-denied' })
  const late = await tutti.accounts.authorize({ channel: 'one', redirectUri })
  const callbackUrl = await visit(late.url)
  await clock.advance(11 * 60_000)
  await expect(tutti.accounts.complete({ callbackUrl })).rejects.toMatchObject({ code: 'sign-in-invalid' })
  expect(await tutti.accounts.status('one')).toMatchObject({ state: 'missing' })
})

test('forgotten sign-ins are cleared away', async () => {
  const { client, clock } = await setUp()
  const store = lastingStore()
  const tutti = await client({ store, credentialKey })
  await tutti.accounts.authorize({ channel: 'one', redirectUri })
  await clock.advance(11 * 60_000)
  await tutti.accounts.authorize({ channel: 'one', redirectUri })
  expect(await store.scope('default', 'core').documents.list('sign-ins')).toHaveLength(1)
})

test('a durable store without a key takes no sign-in, and says so before the person is sent away', async () => {
  const { client, provider } = await setUp()
  const tutti = await client({ store: lastingStore() })
  const refusal = tutti.accounts.authorize({ channel: 'one', redirectUri })
  await expect(refusal).rejects.toMatchObject({ code: 'credential-key-missing' })
  expect(provider.requests).toEqual([])
})

test('a key that is no key is refused, and not echoed', async () => {
  const { client } = await setUp()
  const error = await client({ credentialKey: 'my-secret-passphrase' }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'invalid-options', path: 'options.credentialKey' })
  expect(String(error)).not.toContain('passphrase')
})

test('keys are changed without a new sign-in', async () => {
  const { client } = await setUp()
  const store = lastingStore()
  const newKey = Buffer.alloc(32, 9).toString('base64')
  const first = await client({ store, credentialKey })
  const begun = await first.accounts.authorize({ channel: 'one', redirectUri })
  await first.accounts.complete({ callbackUrl: await visit(begun.url) })
  const second = await client({ store, credentialKey: [newKey, credentialKey] })
  expect((await second.channel('one').fetchProfile()).handle).toBe('someone')
  const third = await client({ store, credentialKey: newKey })
  expect((await third.channel('one').fetchProfile()).handle).toBe('someone')
  const fourth = await client({ store, credentialKey })
  await expect(fourth.channel('one').fetchProfile()).rejects.toMatchObject({ code: 'credential-unreadable' })
})

test('an operation that was not granted its scope is refused before anything is sent', async () => {
  const { client, provider } = await setUp({ grant: () => ['email'] })
  const tutti = await client()
  const begun = await tutti.accounts.authorize({ channel: 'one', redirectUri, operations: ['fetchProfile'] })
  const status = await tutti.accounts.complete({ callbackUrl: await visit(begun.url) })
  expect(status.missingScopes).toEqual({ fetchProfile: ['profile'] })
  const refusal = tutti.channel('one').fetchProfile()
  await expect(refusal).rejects.toMatchObject({ code: 'scope-missing', outcome: 'not-sent' })
  await expect(refusal).rejects.toThrow('fetchProfile needs the scope profile')
  expect(provider.requests.filter(({ path }) => path === '/oauth/userinfo')).toEqual([])
})

test('what describing the account needs is always asked for', async () => {
  const asked: (readonly string[])[] = []
  const { server, clock } = await setUp({
    grant(wanted) {
      asked.push(wanted)
      return wanted
    },
  })
  const adapter = identityAdapter({ server, scopes: { ...scopes, describeAccount: ['account'] } })
  const tutti = await createTutti({
    channels: { one: adapter.channel() },
    clock,
    log: { debug() {}, info() {}, warn() {} },
  })
  onTestFinished(() => tutti.close())
  const begun = await tutti.accounts.authorize({ channel: 'one', redirectUri, operations: ['fetchProfile'] })
  await tutti.accounts.complete({ callbackUrl: await visit(begun.url) })
  expect(asked).toEqual([['profile', 'account']])
})

test('a channel with a credential of its own can neither sign in nor be disconnected', async () => {
  const { server, clock } = await setUp()
  const adapter = identityAdapter({ server })
  const tutti = await createTutti({
    channels: { one: adapter.channel({ secrets: { accessToken: 'a' }, facts: {} }) },
    clock,
  })
  onTestFinished(() => tutti.close())
  expect(await tutti.accounts.status('one')).toMatchObject({ state: 'given' })
  const refusals = [tutti.accounts.authorize({ channel: 'one', redirectUri }), tutti.accounts.disconnect('one')]
  for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a credential that ends for good is told of a week ahead, once, over restarts', async () => {
  const { client, clock } = await setUp({ refreshTokens: 'none', expiresInSeconds: (30 * dayMs) / 1000 })
  const store = lastingStore()
  const told: unknown[] = []
  const tutti = await client({ store, credentialKey })
  tutti.on('credential.expiring', (event) => told.push(event))
  const begun = await tutti.accounts.authorize({ channel: 'one', redirectUri })
  const { expiresAt } = await tutti.accounts.complete({ callbackUrl: await visit(begun.url) })
  await clock.advance(22 * dayMs)
  expect(told).toEqual([])
  await clock.advance(2 * dayMs)
  expect(told).toEqual([{ channel: 'one', expiresAt }])
  const again = await client({ store, credentialKey })
  again.on('credential.expiring', (event) => told.push(event))
  expect((await again.channel('one').fetchProfile()).handle).toBe('someone')
  await clock.advance(dayMs)
  expect(told).toHaveLength(1)
  await clock.advance(10 * dayMs)
  expect(await again.accounts.status('one')).toMatchObject({ state: 'expired', renewable: false })
})

test('no error of a sign-in contains a secret', async () => {
  const { client, provider } = await setUp()
  const tutti = await client()
  for (const kind of ['error', 'reset'] as const) {
    const begun = await tutti.accounts.authorize({ channel: 'one', redirectUri })
    const callbackUrl = await visit(begun.url)
    const code = new URL(callbackUrl).searchParams.get('code') ?? ''
    // Whatever the form held comes back in the server's words.
    const rewrite = () => Response.json({ message: `no: ${code} ${provider.requests.at(-1)?.body}` }, { status: 500 })
    const fault = kind === 'error' ? ({ kind: 'rewrite', rewrite } as const) : ({ kind, committed: true } as const)
    provider.faults.add(fault, { on: ({ path }) => path === '/oauth/token' })
    const error = await tutti.accounts.complete({ callbackUrl }).catch((caught: unknown) => caught)
    expect(TuttiError.isInstance(error)).toBe(true)
    const words = JSON.stringify([error, String((error as Error).stack), String((error as Error).cause)])
    expect(words).not.toContain(code)
    expect(words).not.toContain(begun.state)
  }
})

test('list tells of every channel', async () => {
  const { client } = await setUp()
  const tutti = await client()
  const begun = await tutti.accounts.authorize({ channel: 'two', redirectUri })
  await tutti.accounts.complete({ callbackUrl: await visit(begun.url) })
  const states = []
  for await (const { channel, state } of tutti.accounts.list()) states.push([channel, state])
  expect(states).toEqual([
    ['one', 'missing'],
    ['two', 'connected'],
  ])
})
