import { createTestContext, fakeMastodon } from '@tutti/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { type MastodonOptions, mastodon } from '../src/index.ts'

let fake = fakeMastodon()
afterEach(() => fake.stop())

const redirectUri = 'https://app.example/callback'
const scopes = ['read:accounts', 'write:statuses']

async function open(more: Partial<MastodonOptions> = {}, options?: Parameters<typeof fakeMastodon>[0]) {
  fake = fakeMastodon(options)
  const server = await fake.start()
  const adapter = mastodon({ server, ...more })
  const { context } = createTestContext(adapter, adapter.channel().credential, { clock: fake.platform.clock })
  const { authorizeUrl, exchangeCode, revokeCredential, describeAccount } = adapter.operations
  const start = (asked: readonly string[] = scopes) =>
    authorizeUrl({ redirectUri, state: 'a-state', scopes: asked }, context)
  const consent = (url: string) => visit(url, 'agree')
  return { server, adapter, context, start, consent, exchangeCode, revokeCredential, describeAccount }
}

describe('signing in', () => {
  test('registers an app for exactly what is asked for, and proves itself with PKCE', async () => {
    const { start, server } = await open({ appName: 'Cake shop', website: 'https://shop.example' })
    const { url, pending } = await start()
    const [, app] = fake.platform.ledger.apps
    expect(app).toMatchObject({ name: 'Cake shop', scopes, redirectUri })
    const asked = new URL(url)
    expect(`${asked.origin}${asked.pathname}`).toBe(`${server}/oauth/authorize`)
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: app?.clientId,
      redirect_uri: redirectUri,
      scope: 'read:accounts write:statuses',
      state: 'a-state',
      code_challenge_method: 'S256',
    })
    expect(pending.secrets).toMatchObject({ clientSecret: app?.clientSecret, codeVerifier: expect.any(String) })
    expect(JSON.stringify([url, pending.facts])).not.toContain(app?.clientSecret)
  })

  test('an app of one’s own is used, and its secret stays in the options', async () => {
    const { start, consent, exchangeCode, context } = await open(fakeClient())
    const { url, pending } = await start()
    expect(fake.platform.ledger.apps).toHaveLength(1)
    const credential = await exchangeCode({ callbackUrl: await consent(url), pending }, context)
    expect(JSON.stringify([pending, credential])).not.toContain(fake.client.clientSecret)
  })

  test.each([
    ['Mastodon', {}],
    ['GoToSocial, which has no metadata', { ignoresIdempotencyKeys: true }],
  ])('the credential works, and is void once it is given back: %s', async (_name, options) => {
    const { start, consent, exchangeCode, revokeCredential, adapter, context } = await open({}, options)
    const { url, pending } = await start()
    const kept = JSON.parse(JSON.stringify(pending))
    const credential = await exchangeCode({ callbackUrl: await consent(url), pending: kept }, context)
    expect(credential).toMatchObject({ scopes, expiresAt: undefined })
    const { context: connected } = createTestContext(adapter, credential)
    expect(await adapter.operations.fetchProfile({}, connected)).toMatchObject({
      handle: expect.stringMatching(/^alice@/),
    })
    await revokeCredential({ credential }, context)
    await revokeCredential({ credential }, context)
    const { context: disconnected } = createTestContext(adapter, credential)
    await expect(adapter.operations.fetchProfile({}, disconnected)).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test('Pixelfed, which knows no finer ones, is asked for whole scopes', async () => {
    const { start } = await open({}, { ignoresIdempotencyKeys: true })
    const rewrite = () => Response.json({ uri: 'pixelfed.example', version: '3.5.3 (compatible; Pixelfed 0.11.13)' })
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on: ({ path }) => path === '/api/v1/instance' })
    const { url, pending } = await start(['read:accounts', 'read:statuses', 'write:statuses'])
    expect(new URL(url).searchParams.get('scope')).toBe('read write')
    expect(pending.scopes).toEqual(['read', 'write'])
    expect(fake.platform.ledger.apps[1]?.scopes).toEqual(['read', 'write'])
  })

  test('a code is good once', async () => {
    const { start, consent, exchangeCode, context } = await open()
    const { url, pending } = await start()
    const callbackUrl = await consent(url)
    await exchangeCode({ callbackUrl, pending }, context)
    await expect(exchangeCode({ callbackUrl, pending }, context)).rejects.toMatchObject({ code: 'unauthorized' })
  })

  test('a code without its verifier is worth nothing', async () => {
    const { start, consent, exchangeCode, context } = await open()
    const { url, pending } = await start()
    const stolen = { ...pending, secrets: { ...pending.secrets, codeVerifier: 'x'.repeat(43) } }
    const callbackUrl = await consent(url)
    await expect(exchangeCode({ callbackUrl, pending: stolen }, context)).rejects.toMatchObject({
      code: 'unauthorized',
    })
  })

  test('another state is another sign-in, and nothing is sent', async () => {
    const { start, consent, exchangeCode, context } = await open()
    const { url, pending } = await start()
    const callback = new URL(await consent(url))
    callback.searchParams.set('state', 'another')
    const before = fake.platform.requests.length
    const exchange = exchangeCode({ callbackUrl: callback.href, pending }, context)
    await expect(exchange).rejects.toMatchObject({ code: 'sign-in-invalid' })
    expect(fake.platform.requests).toHaveLength(before)
  })

  test('a person who says no is told as such', async () => {
    const { start, exchangeCode, context } = await open()
    const { url, pending } = await start()
    const exchange = exchangeCode({ callbackUrl: await visit(url, 'refuse'), pending }, context)
    await expect(exchange).rejects.toMatchObject({ code: 'sign-in-denied', outcome: 'rejected' })
  })
})

describe('revokeCredential', () => {
  test('a token that no sign-in made can’t be given back here', async () => {
    const { adapter, revokeCredential, context } = await open()
    const { credential } = adapter.channel({ accessToken: fake.accessToken() })
    const before = fake.platform.requests.length
    await expect(revokeCredential({ credential }, context)).rejects.toMatchObject({ code: 'not-offered' })
    expect(fake.platform.requests).toHaveLength(before)
  })

  test('a token of another app is forbidden', async () => {
    const { start, consent, exchangeCode, context, server } = await open()
    const { url, pending } = await start()
    const credential = await exchangeCode({ callbackUrl: await consent(url), pending }, context)
    const other = mastodon({ server, ...fake.client })
    const { clientSecret: _, ...secrets } = credential.secrets
    const revoking = other.operations.revokeCredential({ credential: { ...credential, secrets } }, context)
    await expect(revoking).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  })
})

test('a channel without a credential sends none', async () => {
  const { adapter } = await open()
  const { credential } = adapter.channel()
  const request = { method: 'GET', url: '/' } as const
  expect(credential.secrets).toEqual({})
  expect(adapter.authorize({ request, credential, nowMs: 0 })).toEqual({ headers: {} })
})

async function visit(url: string, decision: 'agree' | 'refuse'): Promise<string> {
  if (!fake.visitSignIn) throw new Error('the fake has no sign-in page')
  return fake.visitSignIn(url, decision)
}

const fakeClient = () => fakeMastodon().client
