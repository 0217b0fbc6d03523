import { AuthenticationError, type Credential, type Store, TransportError } from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { CredentialKeeper } from '../src/credentials/credential-keeper.ts'
import { fingerprint } from '../src/credentials/fingerprint.ts'
import { mergeCredential } from '../src/credentials/merge-credential.ts'
import { processKeys, type SealingKeys } from '../src/credentials/sealing-keys.ts'
import { memoryStore } from '../src/store/memory-store.ts'

const given: Credential = { secrets: { refresh: 'r0', access: 'a0' }, facts: { server: 'x' } }

/**
 * An identity provider with strict rotation: a refresh token works once, and using an old one again
 * revokes the whole family, as RFC 9700, section 4.14.2, has it.
 */
function rotatingProvider() {
  let generation = 0
  const provider = {
    grants: 0,
    revoked: false,
    expiresAt: undefined as number | undefined,
    renew: async ({ secrets }: Credential): Promise<Credential> => {
      await new Promise((resolve) => setImmediate(resolve))
      if (provider.revoked || secrets.refresh !== `r${generation}`) {
        provider.revoked = true
        throw new AuthenticationError({ code: 'unauthorized', message: 'invalid_grant', outcome: 'rejected' })
      }
      generation += 1
      provider.grants += 1
      const fresh = { refresh: `r${generation}`, access: `a${generation}` }
      return { secrets: fresh, facts: { server: 'y' }, expiresAt: provider.expiresAt }
    },
  }
  return provider
}

function keeperOn(
  store: Store,
  renew: ((stale: Credential) => Promise<Credential>) | undefined,
  more: { given?: Credential; clock?: ReturnType<typeof virtualClock>; keys?: SealingKeys | undefined } = {},
) {
  const renewed: Credential[] = []
  const clock = more.clock ?? virtualClock()
  const keys = 'keys' in more ? more.keys : processKeys()
  const keeper = new CredentialKeeper({
    channel: 'one',
    tenant: 'default',
    keys,
    given: more.given ?? given,
    store: store.scope('default', 'core'),
    clock,
    renew,
    onRenewed: (credential) => void renewed.push(credential),
  })
  return { keeper, clock, renewed }
}

test('what the app gave is used, and read from the store only once', async () => {
  const { keeper } = keeperOn(memoryStore(), undefined)
  expect(await keeper.current()).toBe(given)
  expect(keeper.current()).toBe(given)
  expect(await keeper.refresh(given)).toBeUndefined()
})

test('all who find it stale at once share one renewal, and so does whoever comes later', async () => {
  const provider = rotatingProvider()
  const { keeper, renewed } = keeperOn(memoryStore(), provider.renew)
  await keeper.current()
  const all = await Promise.all([keeper.refresh(given), keeper.refresh(given), keeper.refresh(given)])
  expect(await keeper.refresh(given)).toBe(all[0])
  expect(all[0]?.secrets.access).toBe('a1')
  expect(new Set(all).size).toBe(1)
  expect(provider.grants).toBe(1)
  expect(renewed).toHaveLength(1)
  expect(keeper.facts).toEqual({ server: 'y' })
})

test('a renewed one is durable before it is used, and found again after a restart', async () => {
  const store = memoryStore()
  const { documents } = store.scope('default', 'core')
  const provider = rotatingProvider()
  const first = keeperOn(store, provider.renew)
  await first.keeper.current()
  await first.keeper.refresh(given)
  const written = JSON.stringify(await documents.get('credentials', 'one'))
  expect(written).toContain('"v":2')
  expect(written).not.toContain('"a1"')
  const second = keeperOn(store, provider.renew)
  expect((await second.keeper.current()).secrets.access).toBe('a1')
  expect(provider.grants).toBe(1)
})

test('a store that fails keeps the renewed one from being used', async () => {
  const store = memoryStore()
  const { keeper } = keeperOn(store, async () => {
    await store.close()
    return { secrets: { access: 'new' }, facts: {} }
  })
  await keeper.current()
  await expect(keeper.refresh(given)).rejects.toMatchObject({ code: 'store-failed' })
  expect(await keeper.current()).toBe(given)
})

test.each([2, 8, 16])('%i processes with one store make one grant an expiry, and nothing is revoked', async (count) => {
  const store = memoryStore()
  const provider = rotatingProvider()
  const clock = virtualClock()
  const keepers = Array.from({ length: count }, () => keeperOn(store, provider.renew, { clock }).keeper)
  for (let round = 1; round <= 3; round++) {
    const before = await Promise.all(keepers.map((keeper) => keeper.current()))
    let done = false
    const renewals = Promise.all(keepers.map((keeper, index) => keeper.refresh(before[index] as Credential)))
    renewals.finally(() => {
      done = true
    })
    while (!done) {
      await clock.advance(200)
      // Encrypting takes real time: without any, the lock of whoever renews would run out meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect((await renewals).map((credential) => credential?.secrets.access)).toEqual(Array(count).fill(`a${round}`))
  }
  expect(provider).toMatchObject({ grants: 3, revoked: false })
})

test('a refusal re-reads the store before anything is declared lost', async () => {
  const store = memoryStore()
  const { documents } = store.scope('default', 'core')
  const fresh = { secrets: { refresh: 'r9', access: 'a9' }, facts: {} }
  const { keeper } = keeperOn(store, async () => {
    // Another process, whose lock had run out, has been here meanwhile.
    const derivedFrom = await fingerprint(given)
    await documents.put('credentials', 'one', { v: 1, credential: fresh, derivedFrom }, 'any')
    throw new AuthenticationError({ code: 'unauthorized', message: 'invalid_grant', outcome: 'rejected' })
  })
  await keeper.current()
  expect(await keeper.refresh(given)).toEqual(fresh)
})

test('a lost connection disconnects nothing: the next one who asks tries again', async () => {
  let online = false
  const { keeper } = keeperOn(memoryStore(), async () => {
    if (!online) throw new TransportError({ code: 'connection-lost', message: 'gone', outcome: 'unknown' })
    return { secrets: { access: 'new' }, facts: {} }
  })
  await keeper.current()
  // The request that needed it was refused, whatever became of the renewal.
  await expect(keeper.refresh(given)).rejects.toMatchObject({ code: 'connection-lost', outcome: 'not-sent' })
  expect(await keeper.current()).toBe(given)
  online = true
  expect((await keeper.refresh(given))?.secrets.access).toBe('new')
})

test('one that is over is renewed before it is used; the end comes from the provider alone', async () => {
  const provider = rotatingProvider()
  const clock = virtualClock()
  const old = { ...given, expiresAt: clock.now() + 60_000 }
  const { keeper } = keeperOn(memoryStore(), provider.renew, { given: old, clock })
  expect((await keeper.current()).secrets.access).toBe('a0')
  await clock.advance(56_000)
  expect((await keeper.current()).secrets.access).toBe('a1')
  expect((await keeper.current()).expiresAt).toBeUndefined()
  expect(provider.grants).toBe(1)
})

test('an answer without some secret keeps the old one', () => {
  const merged = mergeCredential(given, { secrets: { access: 'a1', refresh: '' }, facts: { handle: 'h' } })
  expect(merged).toMatchObject({ secrets: { access: 'a1', refresh: 'r0' }, facts: { server: 'x', handle: 'h' } })
})

test('when the app gives another credential, what was derived from the old one does not win', async () => {
  const store = memoryStore()
  const first = keeperOn(store, rotatingProvider().renew)
  await first.keeper.current()
  await first.keeper.refresh(given)
  const other = { ...given, secrets: { refresh: 'r0', access: 'another' } }
  const second = keeperOn(store, rotatingProvider().renew, { given: other })
  expect(await second.keeper.current()).toBe(other)
  // And it can be renewed in its turn.
  expect((await second.keeper.refresh(other))?.secrets.access).toBe('a1')
})

test('without a key a renewed one is used, but not written; one in the clear that it replaces is removed', async () => {
  const store = memoryStore()
  const { documents } = store.scope('default', 'core')
  const plain = { secrets: { refresh: 'r0', access: 'plain' }, facts: {} }
  const derivedFrom = await fingerprint(given)
  await documents.put('credentials', 'one', { v: 1, credential: plain, derivedFrom }, 'absent')
  const { keeper } = keeperOn(store, rotatingProvider().renew, { keys: undefined })
  const first = await keeper.current()
  expect(first).toEqual(plain)
  expect((await keeper.refresh(first))?.secrets.access).toBe('a1')
  expect(await documents.get('credentials', 'one')).toBeUndefined()
})

test('one in the clear, of a version that knew no encryption, is encrypted when it is read', async () => {
  const store = memoryStore()
  const { documents } = store.scope('default', 'core')
  const plain = { secrets: { refresh: 'r0', access: 'plain-token' }, facts: {} }
  await documents.put(
    'credentials',
    'one',
    { v: 1, credential: plain, derivedFrom: await fingerprint(given) },
    'absent',
  )
  const { keeper } = keeperOn(store, undefined)
  expect(await keeper.current()).toEqual(plain)
  expect(JSON.stringify(await documents.get('credentials', 'one'))).not.toContain('plain-token')
  expect(await keeperOn(store, undefined).keeper.current()).toEqual(plain)
})

test('an answer with dangerous names changes no object', () => {
  const answered = JSON.parse(
    '{"secrets":{"__proto__":"x","constructor":"y","access":"a1"},"facts":{"__proto__":{"polluted":1}}}',
  )
  const merged = mergeCredential(given, answered)
  expect(Object.keys(merged.secrets)).toEqual(['refresh', 'access'])
  expect((merged.facts as Record<string, unknown>).polluted).toBeUndefined()
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})
