import { guardedFetch } from '@tutti/adapter-kit'
import type { Credential } from '@tutti/model'
import { createTestContext } from '@tutti/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { bluesky } from '../src/index.ts'
import { account, fakeOAuthNetwork, redirectUri } from './support/fake-oauth-network.ts'

const scopes = 'atproto transition:generic transition:chat.bsky'

async function setUp() {
  const network = fakeOAuthNetwork(scopes)
  onTestFinished(() => network.close())
  const service = await network.listen()
  const adapter = bluesky({ service, oauth: { plcDirectory: service } })
  const { authorizeUrl, exchangeCode } = adapter.operations
  const contextFor = (credential: Credential) => createTestContext(adapter, credential).context
  const noAccount = () => contextFor(adapter.channel().credential)
  const begin = (name?: string) =>
    authorizeUrl({ redirectUri, state: 'the-state-of-the-test', scopes: [], account: name }, noAccount())
  return {
    network,
    adapter,
    service,
    contextFor,
    begin,
    async signIn(name?: string) {
      const { url, pending } = await begin(name)
      const response = await fetch(url, { redirect: 'manual' })
      return exchangeCode({ callbackUrl: response.headers.get('location') ?? '', pending }, noAccount())
    },
  }
}

test.each([['@Ada.test'], [account.did], [undefined]])('a sign-in as %s', async (name) => {
  const { signIn, service, network } = await setUp()
  const credential = await signIn(name)
  expect(credential.facts).toMatchObject({ did: account.did, handle: account.handle, pds: service })
  expect(credential.scopes).toEqual(scopes.split(' '))
  expect(Object.keys(credential.secrets).sort()).toEqual(['accessToken', 'dpopKey', 'refreshToken'])
  expect(network.ledger.families).toHaveLength(1)
})

test('renewing rotates, and revoking ends it', async () => {
  const { signIn, adapter, contextFor, network } = await setUp()
  const first = await signIn()
  const second = await adapter.operations.refreshCredential({ credential: first }, contextFor(first))
  expect(second.facts).toEqual(first.facts)
  expect(second.secrets.refreshToken).not.toBe(first.secrets.refreshToken)
  await adapter.operations.revokeCredential({ credential: second }, contextFor(second))
  expect(network.ledger.families).toMatchObject([{ grants: 1, revoked: 'asked' }])
})

test('requests carry a proof that is bound to their address', async () => {
  const { signIn, adapter } = await setUp()
  const credential = await signIn()
  const request = { method: 'GET', url: 'https://pds.test/xrpc/a?b=c' } as const
  const { headers } = await adapter.authorize({ request, credential, dpopNonce: 'n', nowMs: 1000 })
  expect(headers.authorization).toBe(`DPoP ${credential.secrets.accessToken}`)
  const claims = JSON.parse(Buffer.from(headers.dpop?.split('.')[1] ?? '', 'base64url').toString())
  expect(claims).toMatchObject({ htm: 'GET', htu: 'https://pds.test/xrpc/a', nonce: 'n', iat: 1 })
})

describe('documents that contradict each other connect nothing', () => {
  test('a handle that its document does not name', async () => {
    const { network, begin } = await setUp()
    network.documents.alsoKnownAs = 'at://somebody-else.test'
    await expect(begin(account.handle)).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })

  test.each([['http://pds.example'], ['javascript:alert(1)'], ['nonsense']])('a server at %s', async (pds) => {
    const { network, begin } = await setUp()
    network.documents.pds = pds
    await expect(begin(account.handle)).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })

  test('an account whose server trusts another authorization server', async () => {
    const { network, begin, adapter } = await setUp()
    const other = fakeOAuthNetwork(scopes)
    onTestFinished(() => other.close())
    const { url, pending } = await begin()
    const elsewhere = await other.listen()
    network.documents.authorizationServer = elsewhere
    const callbackUrl = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
    const fetchOutside = guardedFetch({
      allowAddresses: ['127.0.0.1'],
      allowPorts: [Number(new URL(elsewhere).port)],
    })
    const { context } = createTestContext(adapter, adapter.channel().credential, { fetchOutside })
    const exchange = adapter.operations.exchangeCode({ callbackUrl, pending }, context)
    await expect(exchange).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })

  test('an account that does not exist', async () => {
    const { begin } = await setUp()
    await expect(begin('nobody.test')).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })
})

test('without metadata of the app, people can only be sent back to this machine', async () => {
  const { adapter, contextFor } = await setUp()
  const request = { redirectUri: 'https://app.example/callback', state: 's', scopes: [] }
  const start = adapter.operations.authorizeUrl(request, contextFor(adapter.channel().credential))
  await expect(start).rejects.toMatchObject({ code: 'invalid-input', path: 'redirectUri' })
})

test('options are strict', () => {
  for (const oauth of [{ clientId: 'http://app.example' }, { plcDirectory: 'http://plc.example' }, { other: 1 }]) {
    expect(() => bluesky({ oauth } as never)).toThrow(expect.objectContaining({ code: 'invalid-options' }))
  }
})
