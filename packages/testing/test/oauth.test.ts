import type { AuthorizationStart, Credential } from '@tutti/model'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTestContext } from '../src/context/create-test-context.ts'
import type { FakeIdentityProvider } from '../src/fake-identity/fake-identity-provider.ts'
import { fakeIdentityProvider } from '../src/fake-identity/fake-identity-provider.ts'
import { identityAdapter } from '../src/fake-identity/identity-adapter.ts'
import type { FakeIdentitySettings } from '../src/fake-identity/settings.ts'

const clientId = 'https://app.test/client.json'
const redirectUri = 'http://127.0.0.1:9/callback'

async function setUp(settings: Partial<FakeIdentitySettings> = {}, clientSecret?: string) {
  const provider = fakeIdentityProvider({ clientId, ...settings })
  onTestFinished(() => provider.close())
  const server = await provider.listen()
  const adapter = identityAdapter({ server, dpop: settings.dpop, clientSecret })
  const contextFor = (credential: Credential = { secrets: {}, facts: { server } }) =>
    createTestContext(adapter, credential).context
  const { authorizeUrl, exchangeCode, refreshCredential, revokeCredential, fetchProfile } = adapter.operations
  return {
    provider,
    start: (scopes: readonly string[] = ['read', 'write']) =>
      authorizeUrl({ redirectUri, state: 'state-of-the-test', scopes, account: undefined }, contextFor()),
    exchange: (start: AuthorizationStart, callbackUrl: string) =>
      exchangeCode({ callbackUrl, pending: start.pending }, contextFor({ secrets: start.pending.secrets, facts: {} })),
    refresh: (credential: Credential) => refreshCredential({ credential }, contextFor(credential)),
    revoke: (credential: Credential) => revokeCredential({ credential }, contextFor(credential)),
    profile: (credential: Credential, context = contextFor(credential)) => fetchProfile({}, context),
  }
}

/** What a browser does: opens the address, and is sent back. */
async function visit(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' })
  return response.headers.get('location') ?? `no redirect: ${response.status} ${await response.text()}`
}

function tokenRequests({ requests }: FakeIdentityProvider) {
  return requests.filter(({ path }) => path === '/oauth/token')
}

describe.each([
  ['PKCE alone', {}],
  ['PAR and DPoP', { dpop: true }],
])('%s', (_name, settings) => {
  test('a sign-in from the address to a first request', async () => {
    const { provider, start, exchange, profile } = await setUp(settings)
    const begun = await start()
    const credential = await exchange(begun, await visit(begun.url))
    expect(credential.scopes).toEqual(['read', 'write'])
    expect((await profile(credential)).handle).toBe('someone')
    expect(begun.url).not.toContain(begun.pending.secrets.codeVerifier)
    expect(provider.ledger.families).toMatchObject([{ grants: 0, revoked: false }])
  })

  test('a renewal brings new tokens, and ends the old ones', async () => {
    const { provider, start, exchange, refresh, profile } = await setUp(settings)
    const begun = await start()
    const credential = await exchange(begun, await visit(begun.url))
    const before = Date.now()
    const renewed = await refresh(credential)
    expect(renewed.secrets.refreshToken).not.toBe(credential.secrets.refreshToken)
    expect(renewed.secrets.dpopKey).toBe(credential.secrets.dpopKey)
    expect(renewed.expiresAt).toBeGreaterThanOrEqual(before + 3_600_000)
    expect((await profile(renewed)).handle).toBe('someone')
    expect(provider.ledger.families).toMatchObject([{ grants: 1, revoked: false }])
  })

  test('an old refresh token is refused, and the family with it', async () => {
    const { provider, start, exchange, refresh } = await setUp(settings)
    const begun = await start()
    const credential = await exchange(begun, await visit(begun.url))
    const renewed = await refresh(credential)
    await expect(refresh(credential)).rejects.toMatchObject({ code: 'unauthorized', outcome: 'rejected' })
    await expect(refresh(renewed)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(provider.ledger.families).toMatchObject([{ grants: 1, revoked: 'reuse' }])
  })

  test('revoking makes the tokens void', async () => {
    const { provider, start, exchange, revoke, refresh } = await setUp(settings)
    const begun = await start()
    const credential = await exchange(begun, await visit(begun.url))
    await revoke(credential)
    expect(provider.ledger.families).toMatchObject([{ revoked: 'asked' }])
    await expect(refresh(credential)).rejects.toMatchObject({ code: 'unauthorized' })
  })
})

describe('nonces', () => {
  test('are remembered: a second request of the channel needs one try', async () => {
    const { provider, start, exchange, profile } = await setUp({ dpop: true })
    const begun = await start()
    const credential = await exchange(begun, await visit(begun.url))
    const context = createTestContext(
      identityAdapter({ server: String(credential.facts.server), dpop: true }),
      credential,
    ).context
    const count = () => provider.requests.filter(({ path }) => path === '/oauth/userinfo').length
    await profile(credential, context)
    expect(count()).toBe(2)
    await profile(credential, context)
    expect(count()).toBe(3)
    provider.ledger.nonce = 'nonce-2'
    await profile(credential, context)
    expect(count()).toBe(5)
  })
})

describe('the callback', () => {
  test.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'forged'), 'sign-in-invalid'],
    ['no state', (url: URL) => url.searchParams.delete('state'), 'sign-in-invalid'],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.test'), 'sign-in-invalid'],
    ['no issuer', (url: URL) => url.searchParams.delete('iss'), 'sign-in-invalid'],
    ['a code that was made up', (url: URL) => url.searchParams.set('code', 'made-up-code'), 'unauthorized'],
  ])('with %s gives nothing', async (_name, forge, code) => {
    const { provider, start, exchange } = await setUp()
    const begun = await start()
    const callback = new URL(await visit(begun.url))
    forge(callback)
    await expect(exchange(begun, callback.href)).rejects.toMatchObject({ code })
    expect(provider.ledger.families).toEqual([])
  })

  test('of a person who does not agree says so', async () => {
    const { start, exchange } = await setUp()
    const begun = await start()
    const callback = await visit(`${begun.url}&decision=deny`)
    await expect(exchange(begun, callback)).rejects.toMatchObject({ code: 'sign-in-denied' })
  })

  test('is too late after ten minutes', async () => {
    const { start, exchange, provider } = await setUp()
    const begun = await start()
    const callback = await visit(begun.url)
    const late = { ...begun, pending: { ...begun.pending, expiresAt: Date.now() - 1 } }
    await expect(exchange(late, callback)).rejects.toMatchObject({ code: 'sign-in-invalid' })
    expect(tokenRequests(provider)).toEqual([])
  })
})

test('no refresh token in the answer is none in the result, and no end is made up', async () => {
  const { start, exchange, refresh } = await setUp({
    refreshTokens: 'lasting',
    omitsUnchanged: true,
    expiresInSeconds: null,
  })
  const begun = await start()
  const credential = await exchange(begun, await visit(begun.url))
  const renewed = await refresh(credential)
  expect(Object.keys(renewed.secrets)).toEqual(['accessToken'])
  expect(renewed.expiresAt).toBeUndefined()
})

test('a secret that the server echoes is in no error', async () => {
  const { start, exchange } = await setUp({ clientSecret: 'right-client-secret' }, 'wrong-client-secret')
  const begun = await start()
  const error = await exchange(begun, await visit(begun.url)).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'unauthorized', advice: 'Check the client id and secret of the developer app.' })
  expect(String((error as Error).message)).not.toContain('wrong-client-secret')
})

test('a token request is not repeated in secret when its answer is lost', async () => {
  const { provider, start, exchange, refresh } = await setUp()
  const begun = await start()
  const credential = await exchange(begun, await visit(begun.url))
  provider.faults.add({ kind: 'reset', committed: true }, { on: ({ path }) => path === '/oauth/token' })
  await expect(refresh(credential)).rejects.toMatchObject({ code: 'connection-lost', outcome: 'unknown' })
  expect(provider.ledger.families).toMatchObject([{ grants: 1, revoked: false }])
})
