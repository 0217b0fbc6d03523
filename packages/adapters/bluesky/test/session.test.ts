import { bluesky } from '@tutti/bluesky'
import { AuthenticationError, type Credential, type HttpRequest, RateLimitError } from '@tutti/model'
import { createTestContext, fakeBluesky } from '@tutti/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answeringContext } from './support/answering-context.ts'

const fake = fakeBluesky()
let adapter: ReturnType<typeof bluesky>
let fresh: Credential

beforeAll(async () => {
  adapter = bluesky({ service: await fake.start() })
  fresh = adapter.channel({ identifier: 'alice.test', appPassword: fake.appPassword() }).credential
})
beforeEach(() => fake.clear())
afterAll(() => fake.stop())

const refresh = (credential: Credential) =>
  adapter.operations.refreshCredential({ credential }, createTestContext(adapter, credential).context)
const methods = () => fake.platform.requests.map(({ path }) => path.split('.').at(-1))
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('the first session', () => {
  test('is made by the first request that needs one', async () => {
    const profile = await adapter.operations.fetchProfile(
      { handle: 'bob.test' },
      createTestContext(adapter, fresh).context,
    )
    expect(profile.handle).toBe('bob.test')
    expect(methods()).toEqual(['createSession', 'getProfile'])
  })

  test('comes with who the account is, where it lives, and when the token ends', async () => {
    const credential = await refresh(fresh)
    const { did } = fake.platform.ledger.accounts[0] ?? {}
    expect(credential.facts).toMatchObject({ did, handle: 'alice.test', pds: await fake.platform.listen() })
    expect(Object.keys(credential.secrets).sort()).toEqual(['accessJwt', 'appPassword', 'refreshJwt'])
    expect(Number(credential.expiresAt) - Date.now()).toBeGreaterThan(7_190_000)
    expect(Number(credential.expiresAt) - Date.now()).toBeLessThanOrEqual(7_200_000)
  })

  test('is refused for a wrong password, once', async () => {
    const wrong = { ...fresh, secrets: { appPassword: 'canary-of-a-wrong-one' } }
    const error = await failure(adapter.operations.fetchProfile({}, createTestContext(adapter, wrong).context))
    expect(AuthenticationError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'unauthorized', outcome: 'not-sent' })
    expect(JSON.stringify(error)).not.toContain('canary')
    expect(methods()).toEqual(['createSession'])
  })

  test('says that nobody answers at the address of the server, not that the credential has expired', async () => {
    const gone = fakeBluesky()
    const nowhere = bluesky({ service: await gone.start() })
    await gone.stop()
    const { credential } = nowhere.channel({ identifier: 'alice.test', appPassword: fake.appPassword() })
    const { context } = createTestContext(nowhere, credential)
    expect(await failure(nowhere.operations.fetchProfile({}, context))).toMatchObject({
      code: 'not-sent',
      message: expect.stringContaining('ECONNREFUSED'),
      retryable: true,
    })
  })

  test('has to wait where too many were made', async () => {
    for (let count = 0; count < 30; count += 1) await refresh(fresh)
    const error = await failure(refresh(fresh))
    expect(RateLimitError.isInstance(error)).toBe(true)
    expect(Number((error as RateLimitError).retryAfterMs)).toBeGreaterThan(200_000)
  })
})

describe('later sessions', () => {
  test('come from the one before, without the password', async () => {
    const first = await refresh(fresh)
    const second = await refresh(first)
    expect(methods()).toEqual(['createSession', 'refreshSession'])
    expect(second.secrets.refreshJwt).not.toBe(first.secrets.refreshJwt)
    expect(second.secrets.accessJwt).not.toBe(first.secrets.accessJwt)
  })

  test('come from the password where the session has ended', async () => {
    const credential = await refresh({ ...fresh, secrets: { ...fresh.secrets, refreshJwt: 'e30.e30.not-signed' } })
    expect(methods()).toEqual(['refreshSession', 'createSession'])
    expect(credential.secrets.accessJwt).toBeDefined()
  })

  test('do not come at all without a password', async () => {
    const error = await failure(refresh({ ...fresh, secrets: { refreshJwt: 'e30.e30.not-signed' } }))
    expect(error).toMatchObject({ code: 'credential-expired', outcome: 'rejected' })
    expect(methods()).toEqual(['refreshSession'])
  })

  test('are not asked for by password because the network is down', async () => {
    const first = await refresh(fresh)
    fake.platform.faults.add({ kind: 'reset', committed: false })
    expect(await failure(refresh(first))).toMatchObject({ code: 'connection-lost' })
    expect(methods()).toEqual(['createSession', 'refreshSession'])
  })
})

describe('what a session answer may not do', () => {
  const tokens = { accessJwt: 'e30.e30.a', refreshJwt: 'e30.e30.r', handle: 'alice.test' }
  const readSession = (body: object, facts: object = {}) =>
    adapter.operations.refreshCredential(
      { credential: { ...fresh, facts: { ...fresh.facts, service: 'https://bsky.social', ...facts } } },
      answeringContext(() => ({ body })),
    )
  const documentAt = (serviceEndpoint: unknown) => ({
    service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint }],
  })

  test('be for another account than before', async () => {
    const error = await failure(readSession({ ...tokens, did: 'did:plc:mallory' }, { did: 'did:plc:alice' }))
    expect(error).toMatchObject({ code: 'unauthorized' })
    expect((error as Error).message).toContain('did:plc:mallory')
  })

  test.each(['http://169.254.169.254', 'http://pds.example', 'file:///etc/passwd', 'not an address', 7, null])(
    'send the tokens to %j',
    async (endpoint) => {
      const { facts } = await readSession({ ...tokens, did: 'did:plc:alice', didDoc: documentAt(endpoint) })
      expect(facts.pds).toBeUndefined()
      expect(bluesky().baseUrl(facts)).toBe('https://bsky.social')
    },
  )

  test('be without its token', async () => {
    expect(await failure(readSession({ did: 'did:plc:alice' }))).toMatchObject({ code: 'malformed-answer' })
  })

  test('take the refresh token away', async () => {
    const old = { ...fresh, secrets: { ...fresh.secrets, refreshJwt: 'the old one' } }
    const body = { ...tokens, did: 'did:plc:alice', refreshJwt: '' }
    const { secrets } = await adapter.operations.refreshCredential(
      { credential: old },
      answeringContext(() => ({ body })),
    )
    expect(secrets.refreshJwt).toBe('the old one')
  })
})

test('reads go to the AppView that was chosen, writes do not', async () => {
  const appView = 'did:web:view.example#bsky_appview'
  const chosen = bluesky({ appView }).channel({ identifier: 'alice.test', appPassword: 'canary-password' })
  const seen: HttpRequest[] = []
  const body = { did: 'did:plc:alice', uri: 'at://did:plc:alice/app.bsky.graph.block/3n2ullbs55k2b', cid: 'bafyreia' }
  const context = answeringContext(
    (request) => {
      seen.push(request)
      return { body }
    },
    { ...chosen.credential.facts, did: 'did:plc:alice' },
  )
  await chosen.adapter.operations.fetchProfile({}, context)
  await chosen.adapter.operations.blockProfile(
    { profile: { v: 1, kind: 'profile', platform: 'bluesky', id: 'did:plc:bob' } },
    context,
  )
  expect(seen.map(({ url, headers }) => [url.split('.').at(-1), headers?.['atproto-proxy']])).toEqual([
    ['getProfile', appView],
    ['listRecords', undefined],
    ['getProfile', appView],
    ['createRecord', undefined],
  ])
})
