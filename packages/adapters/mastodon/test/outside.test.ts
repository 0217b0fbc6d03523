import { type GuardedFetchOptions, guardedFetch } from '@tutti/adapter-kit'
import { createTestContext, fakeMastodon } from '@tutti/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mastodon } from '../src/index.ts'

// RELIABILITY S4: a server that a person typed, and what a server says about itself, lead to the public internet only.
const redirectUri = 'https://app.example/callback'
const refused = { code: 'outside-url-refused', outcome: 'not-sent' }

function open(server: string, { trustServer = false, ...guard }: GuardedFetchOptions & { trustServer?: boolean } = {}) {
  const adapter = mastodon({ server, trustServer })
  const options = { fetchOutside: guardedFetch(guard) }
  const { context } = createTestContext(adapter, adapter.channel().credential, options)
  const connected = createTestContext(adapter, adapter.channel({ accessToken: 'a-token' }).credential, options)
  return { adapter, context, connected: connected.context, operations: adapter.operations }
}

const request = { redirectUri, state: 'a-state', scopes: ['read:accounts'] }

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
  'https://social.example:8443',
  'https://localhost',
]

describe('a server that a person typed', () => {
  test.each(privateServers)('%s is neither signed in to nor used', async (server) => {
    const { operations, context, connected } = open(server)
    await expect(operations.authorizeUrl(request, context)).rejects.toMatchObject(refused)
    await expect(operations.fetchProfile({}, connected)).rejects.toMatchObject(refused)
  })

  test.each([
    ['this machine', ['127.0.0.1']],
    ['a cloud’s own service', ['169.254.169.254']],
    ['the internet and a private network', ['93.184.215.14', '10.0.0.1']],
  ])('a name that resolves to %s', async (_name, addresses) => {
    const resolveHost = async () => addresses.map((address) => ({ address, family: 4 }))
    const { operations, context, connected } = open('https://social.example', { resolveHost })
    await expect(operations.authorizeUrl(request, context)).rejects.toMatchObject(refused)
    await expect(operations.fetchProfile({}, connected)).rejects.toMatchObject(refused)
  })

  test('a real one on this machine hears nothing; one that the app allows is signed in to', async () => {
    const fake = fakeMastodon()
    onTestFinished(() => fake.stop())
    const server = await fake.start()
    const typed = open(server)
    await expect(typed.operations.authorizeUrl(request, typed.context)).rejects.toMatchObject(refused)
    expect(fake.platform.requests).toEqual([])
    const guard = { allowAddresses: ['127.0.0.1'], allowPorts: [Number(new URL(server).port)] }
    const allowed = open(server, guard)
    const { url, pending } = await allowed.operations.authorizeUrl(request, allowed.context)
    const callbackUrl = (await fake.visitSignIn?.(url, 'agree')) ?? ''
    const credential = await allowed.operations.exchangeCode({ callbackUrl, pending }, allowed.context)
    expect(credential.secrets.accessToken).toBeDefined()
    const { context } = createTestContext(allowed.adapter, credential, { fetchOutside: guardedFetch(guard) })
    expect(await allowed.operations.fetchProfile({}, context)).toMatchObject({
      handle: expect.stringMatching(/^alice@/),
    })
  })
})

describe('a server that the developer chose', () => {
  async function openFake() {
    const fake = fakeMastodon()
    onTestFinished(() => fake.stop())
    const server = await fake.start()
    return { fake, server, ...open(server, { trustServer: true }) }
  }

  test.each(privateServers)('can’t send the code of a sign-in to %s', async (elsewhere) => {
    const { fake, server, operations, context } = await openFake()
    const rewrite = () =>
      Response.json({
        issuer: server,
        authorization_endpoint: `${server}/oauth/authorize`,
        token_endpoint: `${elsewhere}/oauth/token`,
      })
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on: ({ path }) => path.startsWith('/.well-known/') })
    const { url, pending } = await operations.authorizeUrl(request, context)
    const callbackUrl = (await fake.visitSignIn?.(url, 'agree')) ?? ''
    await expect(operations.exchangeCode({ callbackUrl, pending }, context)).rejects.toMatchObject(refused)
  })

  test('can’t send the token of a stream to a private address', async () => {
    const { fake, adapter } = await openFake()
    const { credential } = adapter.channel({ accessToken: fake.accessToken() })
    const { context } = createTestContext(adapter, credential, { fetchOutside: guardedFetch() })
    const rewrite = async (answer: Response) => {
      const instance = (await answer.json()) as { configuration: { urls: object } }
      const urls = { ...instance.configuration.urls, streaming: 'wss://169.254.169.254' }
      return Response.json({ ...instance, configuration: { ...instance.configuration, urls } })
    }
    fake.platform.faults.add({ kind: 'rewrite', rewrite }, { on: ({ path }) => path === '/api/v2/instance' })
    const stream = adapter.operations.subscribe({ topic: { kind: 'home' } }, context)
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject(refused)
    expect(fake.platform.requests.some(({ path }) => path === '/api/v2/instance')).toBe(true)
  })
})
