import { describe, expect, test } from 'vitest'
import { bluesky } from '../src/index.ts'
import { allowing, redirectUri, setUpSignIn, startNetwork } from './support/oauth-network.ts'

const scopes = ['atproto', 'transition:generic', 'transition:chat.bsky']

test.each(['@Alice.test', 'the DID', undefined])('a sign-in as %s', async (given) => {
  const { signIn, service, fake, account } = await setUpSignIn()
  const credential = await signIn(given === 'the DID' ? account.did : given)
  expect(credential.facts).toMatchObject({ did: account.did, handle: 'alice.test', pds: service })
  expect(credential.scopes).toEqual(scopes)
  expect(Object.keys(credential.secrets).sort()).toEqual(['accessToken', 'dpopKey', 'refreshToken'])
  expect(fake.platform.ledger.families).toHaveLength(1)
})

test('whoever is named signs in, not only the first', async () => {
  const { signIn, adapter, contextFor } = await setUpSignIn()
  const credential = await signIn('bob.test')
  expect((await adapter.operations.fetchProfile({}, contextFor(credential))).handle).toBe('bob.test')
})

test('renewing rotates, and revoking ends it', async () => {
  const { signIn, adapter, contextFor, fake } = await setUpSignIn()
  const first = await signIn()
  const second = await adapter.operations.refreshCredential({ credential: first }, contextFor(first))
  expect(second.facts).toEqual(first.facts)
  expect(second.secrets.refreshToken).not.toBe(first.secrets.refreshToken)
  await adapter.operations.revokeCredential({ credential: second }, contextFor(second))
  expect(fake.platform.ledger.families).toMatchObject([{ grants: 1, revoked: 'asked' }])
})

test('a request renews what has ended; an old refresh token ends everything that came of its sign-in', async () => {
  const { signIn, adapter, contextFor, fake } = await setUpSignIn()
  const credential = await signIn()
  fake.expireCredentials()
  expect((await adapter.operations.fetchProfile({}, contextFor(credential))).handle).toBe('alice.test')
  expect(fake.platform.ledger.families).toMatchObject([{ grants: 1, revoked: false }])
  const replay = adapter.operations.refreshCredential({ credential }, contextFor(credential))
  await expect(replay).rejects.toMatchObject({ code: 'unauthorized', outcome: 'rejected' })
  expect(fake.platform.ledger.families).toMatchObject([{ grants: 1, revoked: 'reuse' }])
})

test('a server that wants another nonce gets the request a second time, with it', async () => {
  const { signIn, adapter, contextFor, fake } = await setUpSignIn()
  const credential = await signIn()
  fake.platform.ledger.nonce = 'nonce-2'
  expect((await adapter.operations.fetchProfile({}, contextFor(credential))).handle).toBe('alice.test')
  expect(fake.platform.requests.slice(-2).map(({ status }) => status)).toEqual([401, 200])
})

test('what was not granted is refused', async () => {
  const { adapter, contextFor, nobody, fake } = await setUpSignIn()
  const request = { redirectUri, state: 's', scopes: ['atproto', 'transition:generic'], account: 'alice.test' }
  const { url, pending } = await adapter.operations.authorizeUrl(request, nobody())
  const callbackUrl = await fake.visitSignIn(url, 'agree')
  const credential = await adapter.operations.exchangeCode({ callbackUrl, pending }, nobody())
  const context = contextFor(credential)
  expect((await adapter.operations.listPosts({}, context)).items).toEqual([])
  await expect(adapter.operations.listConversations({}, context)).rejects.toMatchObject({ code: 'forbidden' })
})

test('requests carry a proof that is bound to their address', async () => {
  const { signIn, adapter } = await setUpSignIn()
  const credential = await signIn()
  const request = { method: 'GET', url: 'https://pds.test/xrpc/a?b=c' } as const
  const { headers } = await adapter.authorize({ request, credential, dpopNonce: 'n', nowMs: 1000 })
  expect(headers.authorization).toBe(`DPoP ${credential.secrets.accessToken}`)
  const claims = JSON.parse(Buffer.from(headers.dpop?.split('.')[1] ?? '', 'base64url').toString())
  expect(claims).toMatchObject({ htm: 'GET', htu: 'https://pds.test/xrpc/a', nonce: 'n', iat: 1 })
})

describe('documents that contradict each other connect nothing', () => {
  test('a handle that its document does not name', async () => {
    const { falsify, begin, account } = await setUpSignIn()
    falsify({ alsoKnownAs: 'at://somebody-else.test' })
    await expect(begin(account.handle)).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })

  test.each(['http://pds.example', 'javascript:alert(1)', 'nonsense'])('a server at %s', async (pds) => {
    const { falsify, begin, account } = await setUpSignIn()
    falsify({ pds })
    await expect(begin(account.handle)).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })

  test('an account whose server trusts another authorization server', async () => {
    const other = await startNetwork()
    const { fake, falsify, begin, adapter, nobody } = await setUpSignIn(allowing(other.service))
    const { url, pending } = await begin()
    falsify({ authorizationServer: other.service })
    const callbackUrl = await fake.visitSignIn(url, 'agree')
    const exchange = adapter.operations.exchangeCode({ callbackUrl, pending }, nobody())
    await expect(exchange).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })

  test('another account than the one that was asked for', async () => {
    const { fake, begin, adapter, nobody, account } = await setUpSignIn()
    const { url, pending } = await begin('bob.test')
    const forged = { ...pending, facts: { ...pending.facts, did: account.did } }
    const callbackUrl = await fake.visitSignIn(url, 'agree')
    const exchange = adapter.operations.exchangeCode({ callbackUrl, pending: forged }, nobody())
    await expect(exchange).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })

  test('an account that does not exist', async () => {
    const { begin } = await setUpSignIn()
    await expect(begin('nobody.test')).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })
})

test('without metadata of the app, people can only be sent back to this machine', async () => {
  const { adapter, nobody } = await setUpSignIn()
  const request = { redirectUri: 'https://app.example/callback', state: 's', scopes: [] }
  const start = adapter.operations.authorizeUrl(request, nobody())
  await expect(start).rejects.toMatchObject({ code: 'invalid-input', path: 'redirectUri' })
})

test('options are strict', () => {
  for (const oauth of [{ clientId: 'http://app.example' }, { plcDirectory: 'http://plc.example' }, { other: 1 }]) {
    expect(() => bluesky({ oauth } as never)).toThrow(expect.objectContaining({ code: 'invalid-options' }))
  }
})
