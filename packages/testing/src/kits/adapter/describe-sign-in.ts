import { AuthenticationError, type AuthorizationStart, type Credential, type PendingAuthorization } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { createTestContext } from '../../context/create-test-context.ts'
import type { AdapterFake } from '../../platform/platform-under-test.ts'
import type { Harness } from './harness.ts'

const redirectUri = 'http://127.0.0.1:9/callback'
const state = 'canary-state-of-the-sign-in'

/** Connecting an account: what the person comes back with is believed only as far as it is proved. */
export function describeSignIn(harness: Harness, fake: AdapterFake): void {
  const { visitSignIn } = fake
  if (!visitSignIn) {
    test('the fake has a page to sign in at', () => expect.unreachable('AdapterFake.visitSignIn is missing'))
    return
  }
  const visit = visitSignIn.bind(fake)
  const texts: string[] = []
  const contextFor = (credential: Credential) => {
    const { context, logged } = createTestContext(harness.adapter, credential, { clock: fake.platform.clock })
    return { context, logged }
  }
  const nobody = () => contextFor(harness.adapter.channel(undefined as never).credential)

  async function begin(): Promise<AuthorizationStart> {
    const { authorizeUrl } = harness.adapter.operations
    if (authorizeUrl === undefined) throw new Error('an adapter with exchangeCode has authorizeUrl too')
    const { context, logged } = nobody()
    const scopes = [...new Set(Object.values(harness.adapter.auth.scopes).flat())]
    const start = await authorizeUrl({ redirectUri, state, scopes, account: undefined }, context)
    texts.push(...logged)
    return start
  }

  async function finish(callbackUrl: string, pending: PendingAuthorization): Promise<Credential> {
    const { exchangeCode } = harness.adapter.operations
    if (exchangeCode === undefined) throw new Error('an adapter with authorizeUrl has exchangeCode too')
    const { context, logged } = nobody()
    try {
      // It waits in a store.
      return await exchangeCode({ callbackUrl, pending: JSON.parse(JSON.stringify(pending)) }, context)
    } catch (error) {
      texts.push(String((error as Error).stack), JSON.stringify(error))
      throw error
    } finally {
      texts.push(...logged)
    }
  }

  test('a person who agrees makes a credential that works', async () => {
    const { url, pending } = await begin()
    expect(pending).toMatchObject({ redirectUri, state })
    expect(pending.expiresAt).toBeGreaterThan(fake.platform.clock.now())
    const credential = await finish(await visit(url, 'agree'), pending)
    const { context } = contextFor(credential)
    await harness.adapter.operations.describeAccount?.({}, context)
    const secrets = Object.values(credential.secrets)
    expect(secrets.length).toBeGreaterThan(0)
    const shown = JSON.stringify([url, pending.facts, credential.facts])
    for (const secret of [...secrets, ...Object.values(pending.secrets)]) expect(shown).not.toContain(secret)
  })

  describe('gives nothing for', () => {
    const forgeries: readonly (readonly [string, (callback: URL) => void])[] = [
      ['another state', ({ searchParams }) => searchParams.set('state', 'another')],
      ['no state', ({ searchParams }) => searchParams.delete('state')],
      ['two states', ({ searchParams }) => searchParams.append('state', 'another')],
      ['another issuer', ({ searchParams }) => searchParams.set('iss', 'https://another.example')],
    ]
    test.each(forgeries)('a callback with %s, and asks the platform nothing', async (_name, forge) => {
      const { url, pending } = await begin()
      const callback = new URL(await visit(url, 'agree'))
      forge(callback)
      const before = fake.platform.requests.length
      await expect(finish(callback.href, pending)).rejects.toMatchObject({ code: 'sign-in-invalid' })
      expect(fake.platform.requests).toHaveLength(before)
    })

    test('a callback that comes too late, and asks the platform nothing', async () => {
      const { url, pending } = await begin()
      const callbackUrl = await visit(url, 'agree')
      const late = { ...pending, expiresAt: fake.platform.clock.now() - 1 }
      const before = fake.platform.requests.length
      await expect(finish(callbackUrl, late)).rejects.toMatchObject({ code: 'sign-in-invalid' })
      expect(fake.platform.requests).toHaveLength(before)
    })

    test('a person who refuses', async () => {
      const { url, pending } = await begin()
      const refusal = finish(await visit(url, 'refuse'), pending)
      await expect(refusal).rejects.toMatchObject({ code: 'sign-in-denied', outcome: 'rejected' })
    })

    test('a code that was used before', async () => {
      const { url, pending } = await begin()
      const callbackUrl = await visit(url, 'agree')
      await finish(callbackUrl, pending)
      await expect(finish(callbackUrl, pending)).rejects.toSatisfy(AuthenticationError.isInstance)
    })

    test('a code with another verifier, as a thief has it', async () => {
      const { url } = await begin()
      const { pending } = await begin()
      const callbackUrl = await visit(url, 'agree')
      await expect(finish(callbackUrl, pending)).rejects.toSatisfy(AuthenticationError.isInstance)
    })
  })

  test('no error and no log of a sign-in contains a secret', async () => {
    const { url, pending } = await begin()
    const callbackUrl = await visit(url, 'agree')
    const code = new URL(callbackUrl).searchParams.get('code') ?? ''
    fake.platform.faults.add(
      {
        kind: 'rewrite',
        rewrite: () =>
          Response.json(
            { error: 'invalid_grant', error_description: [code, ...Object.values(pending.secrets)].join(' ') },
            { status: 400 },
          ),
      },
      { on: ({ method }) => method === 'POST' },
    )
    await expect(finish(callbackUrl, pending)).rejects.toSatisfy(AuthenticationError.isInstance)
    const all = texts.join('\n')
    for (const secret of [state, code, ...Object.values(pending.secrets)]) {
      expect(secret.length).toBeGreaterThan(3)
      expect(all).not.toContain(secret)
    }
  })
}
