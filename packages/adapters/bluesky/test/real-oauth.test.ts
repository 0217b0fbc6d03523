import { readFileSync } from 'node:fs'
import { AuthenticationError, type Credential, type PendingAuthorization } from '@tutti/model'
import { createTestContext } from '@tutti/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { bluesky } from '../src/index.ts'
import { visitSignIn } from './support/real-consent.ts'
import { findRealNetwork, type RealAccount, type RealNetwork } from './support/real-network.ts'

const network = findRealNetwork() as RealNetwork
const redirectUri = 'http://127.0.0.1:9/callback'

function findDirectory(): string {
  const [line] = readFileSync(process.env.TUTTI_BLUESKY_INFO ?? '', 'utf8').split('\n')
  return (JSON.parse(line ?? '') as { plc: string }).plc
}

describe.runIf(Boolean(process.env.TUTTI_BLUESKY_INFO))('OAuth with Bluesky’s own server', { timeout: 60_000 }, () => {
  let account: RealAccount
  let adapter: ReturnType<typeof bluesky>

  beforeAll(async () => {
    account = await network.createAccount('oauth')
    adapter = bluesky({ service: network.pds, oauth: { plcDirectory: findDirectory() } })
  })

  const contextFor = (credential: Credential) => createTestContext(adapter, credential).context
  const noAccount = () => contextFor(adapter.channel().credential)

  async function begin(name: string | undefined) {
    const state = crypto.randomUUID()
    return adapter.operations.authorizeUrl({ redirectUri, state, scopes: [], account: name }, noAccount())
  }

  function exchange(callbackUrl: string, pending: PendingAuthorization) {
    return adapter.operations.exchangeCode({ callbackUrl, pending }, noAccount())
  }

  async function signIn(name: string | undefined): Promise<Credential> {
    const { url, pending } = await begin(name)
    return exchange(await visitSignIn(url, account, 'consent'), pending)
  }

  test.each(['handle', 'did', 'nothing'] as const)('an account is connected by its %s, and posts', async (by) => {
    const credential = await signIn(by === 'nothing' ? undefined : account[by])
    expect(credential.facts).toMatchObject({ did: account.did, handle: account.handle, pds: network.pds })
    expect(credential.scopes).toEqual(['atproto', 'transition:generic', 'transition:chat.bsky'])
    expect(credential.expiresAt).toBeGreaterThan(Date.now())
    const context = contextFor(credential)
    const part = { text: `Signed in by ${by}`, media: [], languages: [], platformOptions: {} } as never
    const outgoing = { part, key: String(adapter.createKey?.({ nowMs: Date.now() })), createdAt: Date.now() }
    const staged = await adapter.operations.stagePost(outgoing, context)
    const published = await adapter.operations.publishPost({ ...outgoing, staged }, context)
    expect(published.state).toBe('published')
  })

  test('tokens rotate: the new ones work, and the old refresh token ends the session', async () => {
    const first = await signIn(account.handle)
    const second = await adapter.operations.refreshCredential({ credential: first }, contextFor(first))
    expect(second.secrets.refreshToken).not.toBe(first.secrets.refreshToken)
    expect(second.secrets.dpopKey).toBe(first.secrets.dpopKey)
    const third = await adapter.operations.refreshCredential({ credential: second }, contextFor(second))
    expect((await adapter.operations.fetchProfile({}, contextFor(third))).handle).toBe(account.handle)
    const replay = adapter.operations.refreshCredential({ credential: first }, contextFor(first))
    await expect(replay).rejects.toMatchObject({ code: 'unauthorized', outcome: 'rejected' })
  })

  test('a revoked session ends', async () => {
    const credential = await signIn(account.handle)
    await adapter.operations.revokeCredential({ credential }, contextFor(credential))
    const renewal = adapter.operations.refreshCredential({ credential }, contextFor(credential))
    await expect(renewal).rejects.toSatisfy(AuthenticationError.isInstance)
  })

  test('a person who does not agree connects nothing', async () => {
    const { url, pending } = await begin(account.handle)
    const callback = await visitSignIn(url, account, 'reject')
    await expect(exchange(callback, pending)).rejects.toMatchObject({ code: 'sign-in-denied' })
  })

  test('another account than the one that was asked for connects nothing', async () => {
    const other = await network.createAccount('other')
    const { url, pending } = await begin(other.handle)
    const forged = { ...pending, facts: { ...pending.facts, did: account.did } }
    const callback = await visitSignIn(url, other, 'consent')
    await expect(exchange(callback, forged)).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })

  test('an account that does not exist', async () => {
    await expect(begin('nobody-of-that-name.test')).rejects.toMatchObject({ code: 'sign-in-invalid' })
  })
})
