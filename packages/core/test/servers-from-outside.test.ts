import { type GuardedFetchOptions, guardedFetch } from '@tutti/adapter-kit'
import { fakeIdentityProvider, identityAdapter } from '@tutti/testing/fakes'
import { expect, onTestFinished, test } from 'vitest'
import { createTutti } from '../src/index.ts'

const redirectUri = 'http://127.0.0.1:9/callback'

/** A client whose one channel is on a real server of this machine, which the developer did not choose. */
async function setUp(guard?: (port: number) => GuardedFetchOptions) {
  const provider = fakeIdentityProvider({ clientId: 'https://app.test/client.json', dpop: true })
  onTestFinished(() => provider.close())
  const server = await provider.listen()
  const adapter = { ...identityAdapter({ server, dpop: true }), trustedOrigins: [] }
  const tutti = await createTutti({
    channels: { one: { adapter, credential: { secrets: {}, facts: { server } } } },
    log: { debug() {}, info() {}, warn() {} },
    fetchOutside: guard && guardedFetch(guard(Number(new URL(server).port))),
  })
  onTestFinished(() => tutti.close())
  return { provider, tutti }
}

test('a sign-in asks no server of one’s own network that came from outside', async () => {
  const { provider, tutti } = await setUp()
  const begun = tutti.accounts.authorize({ channel: 'one', redirectUri })
  await expect(begun).rejects.toMatchObject({ code: 'outside-url-refused', outcome: 'not-sent', channel: 'one' })
  expect(provider.requests).toEqual([])
})

test('what the app’s fetchOutside allows is signed in to, used, renewed and given back', async () => {
  const { provider, tutti } = await setUp((port) => ({ allowAddresses: ['127.0.0.1'], allowPorts: [port] }))
  const { url } = await tutti.accounts.authorize({ channel: 'one', redirectUri, account: 'ada' })
  const answer = await fetch(url, { redirect: 'manual' })
  await tutti.accounts.complete({ callbackUrl: answer.headers.get('location') ?? '' })
  for (const family of provider.ledger.families) family.accessTokenEndsAt = 0
  expect((await tutti.channel('one').fetchProfile()).handle).toBe('ada')
  expect(provider.ledger.families).toMatchObject([{ grants: 1, revoked: false }])
  expect(await tutti.accounts.disconnect('one')).toMatchObject({ revoked: true })
})
