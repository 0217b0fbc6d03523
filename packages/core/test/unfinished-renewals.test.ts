import { AuthenticationError, type Credential, type ScopedStore, StoreError, TransportError } from '@tutti/model'
import { type VirtualClock, virtualClock } from '@tutti/testing'
import { fakeIdentityProvider, identityAdapter } from '@tutti/testing/fakes'
import { expect, onTestFinished, test } from 'vitest'
import { CredentialKeeper, type UnfinishedRenewal } from '../src/credentials/credential-keeper.ts'
import { processKeys } from '../src/credentials/sealing-keys.ts'
import { createTutti, memoryStore } from '../src/index.ts'

const signedIn: Credential = { secrets: { accessToken: 'a0', refreshToken: 'r0' }, facts: {} }
const next: Credential = { secrets: { accessToken: 'a1', refreshToken: 'r1' }, facts: {} }
const keys = processKeys()

/** Longer after zero than any renewal lasts. */
const later = 120_000

interface Surroundings {
  readonly unfinishedRenewal?: UnfinishedRenewal
  readonly clock?: VirtualClock
}

/** One process of a store, later than those that begin at zero. */
function keeperOn(
  store: ScopedStore,
  renew: (stale: Credential) => Promise<Credential>,
  { unfinishedRenewal, clock = virtualClock({ startMs: later }) }: Surroundings = {},
) {
  const place = { channel: 'one', tenant: 'default', keys, store, clock }
  return new CredentialKeeper({
    ...place,
    given: { secrets: {}, facts: {} },
    signsIn: true,
    renew,
    unfinishedRenewal,
    onRenewed: () => {},
  })
}

async function connected() {
  const store = memoryStore().scope('default', 'core')
  await keeperOn(store, async () => next).adopt(signedIn)
  return store
}

const brokenOff = async () => {
  throw new TransportError({ code: 'aborted', message: 'closed', outcome: 'unknown' })
}

/** A process that ends while the answer to its renewal is on the way. */
async function endWhileRenewing(store: ScopedStore): Promise<void> {
  const keeper = keeperOn(store, brokenOff, { clock: virtualClock({ startMs: 0 }) })
  await expect(keeper.refresh(await keeper.current())).rejects.toMatchObject({ code: 'aborted' })
}

test('what a process left unfinished is not tried again; the access token goes on, and a new sign-in ends it', async () => {
  const store = await connected()
  await endWhileRenewing(store)
  let asked = 0
  const keeper = keeperOn(store, async () => {
    asked += 1
    return next
  })
  const present = await keeper.current()
  expect(present).toEqual(signedIn)
  const refused = { code: 'renewal-unfinished', outcome: 'not-sent', retryable: false, channel: 'one' }
  await expect(keeper.refresh(present)).rejects.toMatchObject(refused)
  await expect(keeper.refresh(present)).rejects.toSatisfy(AuthenticationError.isInstance)
  expect(asked).toBe(0)
  const anew = { secrets: { accessToken: 'b0', refreshToken: 's0' }, facts: {} }
  await keeper.adopt(anew)
  expect(await keeper.refresh(anew)).toEqual(next)
})

test('an app may choose to try it again', async () => {
  const store = await connected()
  await endWhileRenewing(store)
  const keeper = keeperOn(store, async () => next, { unfinishedRenewal: 'retry' })
  expect(await keeper.refresh(await keeper.current())).toEqual(next)
})

test('a holder that outlives its lock is waited for, and the others find what it made', async () => {
  const store = await connected()
  const clock = virtualClock({ startMs: 0 })
  let answer = (_fresh: Credential) => {}
  const slow = keeperOn(store, () => new Promise((resolve) => (answer = resolve)), { clock })
  const other = keeperOn(store, () => expect.unreachable('the old token is not used a second time'), { clock })
  const [first, second] = [await slow.current(), await other.current()]
  const before = await store.documents.get('credentials', 'one')
  const renewing = slow.refresh(first)
  await expect.poll(async () => (await store.documents.get('credentials', 'one'))?.version).not.toBe(before?.version)
  let isDone = false
  const waiting = other.refresh(second).finally(() => {
    isDone = true
  })
  for (let seconds = 0; seconds < 110; seconds += 1) await clock.advance(1000)
  expect(isDone).toBe(false)
  answer(next)
  expect(await renewing).toEqual(next)
  await clock.advance(1000)
  expect(await waiting).toEqual(next)
})

test.each([
  ['a lost answer', new TransportError({ code: 'connection-lost', message: 'gone', outcome: 'unknown' })],
  ['a request that never left', new TransportError({ code: 'not-sent', message: 'no', outcome: 'not-sent' })],
  ['a refusal', new AuthenticationError({ code: 'unauthorized', message: 'no', outcome: 'rejected' })],
])('%s leaves nothing behind: whoever comes next tries again', async (_name, error) => {
  const store = await connected()
  const keeper = keeperOn(store, () => Promise.reject(error))
  await expect(keeper.refresh(await keeper.current())).rejects.toMatchObject({ code: error.code })
  const other = keeperOn(store, async () => next)
  expect(await other.refresh(await other.current())).toEqual(next)
})

test('a new pair that the store did not take is kept, and written before the platform is asked again', async () => {
  const store = await connected()
  let isFull = false
  const { documents } = store
  const failing: ScopedStore = {
    ...store,
    documents: {
      get: (...place) => documents.get(...place),
      list: (...place) => documents.list(...place),
      delete: (...place) => documents.delete(...place),
      async put(...entry) {
        if (isFull) throw new StoreError({ code: 'store-failed', message: 'the disk is full' })
        return documents.put(...entry)
      },
    },
  }
  let grants = 0
  const clock = virtualClock({ startMs: 0 })
  const grant = async () => {
    grants += 1
    isFull = true
    return next
  }
  const keeper = keeperOn(failing, grant, { clock })
  const present = await keeper.current()
  await expect(keeper.refresh(present)).rejects.toMatchObject({ code: 'store-failed' })
  await expect(keeper.refresh(present)).rejects.toMatchObject({ code: 'store-failed' })
  const other = keeperOn(store, () => expect.unreachable('the old token is not used a second time'))
  await expect(other.refresh(await other.current())).rejects.toMatchObject({ code: 'renewal-unfinished' })
  isFull = false
  expect(await keeper.refresh(present)).toEqual(next)
  expect(grants).toBe(1)
  expect(await keeperOn(store, async () => next).current()).toEqual(next)
})

test('a sign-in that comes between reading and marking counts', async () => {
  const store = await connected()
  const anew = { secrets: { accessToken: 'b0', refreshToken: 's0' }, facts: {} }
  const { locks } = store
  const between: ScopedStore = {
    ...store,
    documents: {
      ...store.documents,
      get: store.documents.get.bind(store.documents),
      list: store.documents.list.bind(store.documents),
      delete: store.documents.delete.bind(store.documents),
      async put(collection, id, value, expected) {
        if (expected !== 'any') await keeperOn({ ...store, locks }, async () => next).adopt(anew)
        return store.documents.put(collection, id, value, expected)
      },
    },
  }
  const keeper = keeperOn(between, () => expect.unreachable('nothing is renewed'))
  expect(await keeper.refresh(await keeper.current())).toEqual(anew)
})

test('what can be had again without the old one is never asked about', async () => {
  const store = memoryStore().scope('default', 'core')
  const given: Credential = { secrets: { appPassword: 'p', refreshJwt: 'r' }, facts: {} }
  const place = { channel: 'one', tenant: 'default', keys, store, clock: virtualClock(), given, onRenewed: () => {} }
  const first = new CredentialKeeper({ ...place, renew: brokenOff })
  await expect(first.refresh(await first.current())).rejects.toMatchObject({ code: 'aborted' })
  const second = new CredentialKeeper({ ...place, renew: async () => next })
  expect((await second.refresh(await second.current()))?.secrets).toMatchObject(next.secrets)
})

test('the status says that only a new sign-in helps, and one does', async () => {
  const clock = virtualClock({ startMs: Date.now() })
  const provider = fakeIdentityProvider({ clientId: 'https://app.test/client.json', expiresInSeconds: 1 }, { clock })
  onTestFinished(() => provider.close())
  const server = await provider.listen()
  const { scope } = memoryStore()
  const open = (own: VirtualClock) =>
    createTutti({
      channels: { one: identityAdapter({ server }).channel() },
      store: { durable: true, scope, close: async () => {} },
      credentialKey: Buffer.alloc(32, 7).toString('base64'),
      clock: own,
      log: { debug() {}, info() {}, warn() {} },
    })
  const signIn = async ({ accounts }: Awaited<ReturnType<typeof open>>) => {
    const { url } = await accounts.authorize({ channel: 'one', redirectUri: 'http://127.0.0.1:9/callback' })
    const page = await fetch(url, { redirect: 'manual' })
    return accounts.complete({ callbackUrl: page.headers.get('location') ?? '' })
  }
  // No time passes for it any more: as good as gone.
  const gone = await open(virtualClock({ startMs: clock.now() }))
  await signIn(gone)
  provider.faults.add({ kind: 'hang', committed: true }, { on: ({ path }) => path === '/oauth/token' })
  gone
    .channel('one')
    .fetchProfile()
    .catch(() => {})
  await expect.poll(() => provider.ledger.families[0]?.grants).toBe(1)
  const tutti = await open(clock)
  onTestFinished(() => tutti.close())
  expect(await tutti.accounts.status('one')).toMatchObject({ state: 'connected', renewable: true })
  await clock.advance(120_000)
  expect(await tutti.accounts.status('one')).toMatchObject({ state: 'expired', renewable: false })
  await expect(tutti.channel('one').fetchProfile()).rejects.toMatchObject({ code: 'renewal-unfinished' })
  expect(provider.ledger.families).toMatchObject([{ grants: 1, revoked: false }])
  expect(await signIn(tutti)).toMatchObject({ state: 'connected', renewable: true })
})
