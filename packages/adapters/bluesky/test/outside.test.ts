import { guardedFetch } from '@tutti/adapter-kit'
import { createTestContext } from '@tutti/testing'
import { describe, expect, test } from 'vitest'
import { bluesky } from '../src/index.ts'
import { allowing, setUpSignIn, startNetwork } from './support/oauth-network.ts'

// RELIABILITY S4: servers that an account's documents name lead to the public internet only.
const refused = { code: 'outside-url-refused', outcome: 'not-sent' }

const privateServers = [
  'https://127.0.0.1',
  'https://127.1',
  'https://0x7f.1',
  'https://2130706433',
  'https://0.0.0.0',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  'https://[64:ff9b::a9fe:a9fe]',
  'https://[fe80::1]',
  'https://[fc00::1]',
  'https://169.254.169.254',
  'https://100.64.0.1',
  'https://198.18.0.1',
  'https://10.0.0.1',
  'https://pds.example:8443',
  'https://localhost',
  // The one scheme and place that an exception is made for, on another port than the service's.
  'http://127.0.0.1:1',
]

describe.each(privateServers)('%s', (elsewhere) => {
  test('is not asked as an account’s server', async () => {
    const { falsify, begin } = await setUpSignIn()
    falsify({ pds: elsewhere })
    await expect(begin('alice.test')).rejects.toMatchObject(refused)
  })

  test('is not asked as the authorization server of an account’s server', async () => {
    const { falsify, begin } = await setUpSignIn()
    falsify({ authorizationServer: elsewhere })
    await expect(begin('alice.test')).rejects.toMatchObject(refused)
  })

  test('gets no code, no key and no refresh token as a token endpoint', async () => {
    const { fake, service, adapter, nobody, contextFor, begin } = await setUpSignIn()
    const { url, pending } = await begin('alice.test')
    const callbackUrl = await fake.visitSignIn(url, 'agree')
    const oauth = pending.facts.oauth as { server: object }
    const moved = { ...oauth, server: { ...oauth.server, tokenEndpoint: `${elsewhere}/oauth/token` } }
    const forged = { ...pending, facts: { ...pending.facts, oauth: moved } }
    const exchange = adapter.operations.exchangeCode({ callbackUrl, pending: forged }, nobody())
    await expect(exchange).rejects.toMatchObject(refused)
    const credential = await adapter.operations.exchangeCode({ callbackUrl, pending }, nobody())
    const stored = { ...credential, facts: { ...credential.facts, oauth: moved } }
    const renewal = adapter.operations.refreshCredential({ credential: stored }, contextFor(stored))
    await expect(renewal).rejects.toMatchObject(refused)
    expect(credential.facts.pds).toBe(service)
    expect(fake.platform.ledger.families).toMatchObject([{ grants: 0, revoked: false }])
  })

  test('gets no request of an account that is signed in already', async () => {
    const { adapter, contextFor, signIn } = await setUpSignIn()
    const credential = await signIn('alice.test')
    const moved = { ...credential, facts: { ...credential.facts, pds: elsewhere } }
    await expect(adapter.operations.fetchProfile({}, contextFor(moved))).rejects.toMatchObject(refused)
  })
})

test.each(['did:web:169.254.169.254', 'did:web:127.0.0.1', 'did:web:10.0.0.1', 'did:web:0x7f.1'])(
  '%s is not looked up',
  async (did) => {
    const { begin } = await setUpSignIn()
    await expect(begin(did)).rejects.toMatchObject(refused)
  },
)

test.each(['did:web:localhost', 'did:web:127.0.0.1%3A8080', 'did:web:127.0.0.1:8080', 'did:web:user@pds.example'])(
  '%s is no DID of an account',
  async (did) => {
    const { begin } = await setUpSignIn()
    await expect(begin(did)).rejects.toMatchObject({ code: 'sign-in-invalid' })
  },
)

test.each([
  ['this machine', ['127.0.0.1']],
  ['a cloud’s own service', ['169.254.169.254']],
  ['the internet and a private network', ['93.184.215.14', '10.0.0.1']],
])('a name that resolves to %s is refused as a server and as a DID', async (_name, addresses) => {
  const resolveHost = async () => addresses.map((address) => ({ address, family: 4 }))
  const { falsify, begin, adapter, contextFor } = await setUpSignIn(guardedFetch({ resolveHost }))
  falsify({ pds: 'https://pds.example' })
  await expect(begin('alice.test')).rejects.toMatchObject(refused)
  await expect(begin('did:web:pds.example')).rejects.toMatchObject(refused)
  const facts = { ...adapter.channel().credential.facts, pds: 'https://pds.example' }
  const session = { secrets: { accessJwt: 'a-token' }, facts }
  await expect(adapter.operations.fetchProfile({}, contextFor(session))).rejects.toMatchObject(refused)
})

test.each(['https://169.254.169.254/', 'http://127.0.0.1:1/'])('a redirect to %s is not followed', async (location) => {
  const { fake, begin } = await setUpSignIn()
  const rewrite = () => new Response(null, { status: 302, headers: { location } })
  const on = ({ path }: { path: string }) => path === '/.well-known/oauth-protected-resource'
  fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on })
  await expect(begin('alice.test')).rejects.toMatchObject({ code: 'malformed-answer' })
})

test('an account’s server that the app allows is used', async () => {
  const other = await startNetwork()
  const { falsify, begin } = await setUpSignIn(allowing(other.service))
  falsify({ pds: other.service })
  const { url } = await begin('alice.test')
  expect(new URL(url).origin).toBe(other.service)
})

test('a session of an app password goes to no private server either', async () => {
  const { fake, adapter } = await setUpSignIn()
  const { credential } = adapter.channel({ identifier: 'alice.test', appPassword: fake.appPassword() })
  const { context } = createTestContext(adapter, credential, { fetchOutside: guardedFetch() })
  const rewrite = async (answer: Response) =>
    Response.json({
      ...((await answer.json()) as object),
      didDoc: { service: [{ type: 'AtprotoPersonalDataServer', serviceEndpoint: 'https://169.254.169.254' }] },
    })
  fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on: ({ path }) => path.endsWith('createSession') })
  const session = await adapter.operations.refreshCredential({ credential }, context)
  expect(session.facts.pds).toBe('https://169.254.169.254')
  const { context: moved } = createTestContext(adapter, session, { fetchOutside: guardedFetch() })
  await expect(adapter.operations.fetchProfile({}, moved)).rejects.toMatchObject(refused)
})

test('Bluesky’s own servers are trusted with its own service only', () => {
  expect(bluesky().trustedOrigins).toEqual([
    'https://bsky.social',
    'https://video.bsky.app',
    'https://relay1.us-east.bsky.network',
    'https://plc.directory',
    'https://*.host.bsky.network',
  ])
  const own = { service: 'https://pds.example', oauth: { plcDirectory: 'https://plc.example/' } }
  expect(bluesky(own).trustedOrigins).toEqual([
    'https://pds.example',
    'https://relay1.us-east.bsky.network',
    'https://plc.example',
  ])
})
