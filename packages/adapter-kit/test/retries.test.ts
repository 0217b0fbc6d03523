import { type Credential, type Permit, RateLimitError, type Transport, TransportError, TuttiError } from '@tutti/model'
import { expect, test } from 'vitest'
import { createMemoryCredentialSource, systemClock } from '../src/index.ts'
import { json, serve } from './support/loopback.ts'
import { canary, failure, impatientClock, makeAdapter, makeHttp } from './support/make-http.ts'

const commit = { method: 'POST', url: '/posts', json: { text: 'hello' }, bucket: 'write', commit: true } as const
const read = { method: 'GET', url: '/posts', bucket: 'read' } as const

type Settled = Parameters<Permit['settle']>[0]

/** Counts permits, and how often and with what each is settled. */
function makePermits() {
  const settled: Settled[][] = []
  return {
    settled,
    acquire: (): Permit => {
      const mine: Settled[] = []
      settled.push(mine)
      return { waitedMs: 0, settle: (result) => void mine.push(result) }
    },
  }
}

test('a commit that was answered 429 goes out once more, after the time that the platform asked for', async () => {
  const server = await serve((response, _received, count) =>
    count === 1 ? json(response, { error: 'slow down' }, 429, { 'retry-after': '2' }) : json(response, { id: '1' }),
  )
  const slept: number[] = []
  const permits = makePermits()
  const http = makeHttp(server.url, { clock: impatientClock(slept), acquire: permits.acquire })
  expect((await http.request(commit)).body).toEqual({ id: '1' })
  expect(server.received).toHaveLength(2)
  expect(slept).toEqual([2000])
  expect(permits.settled).toEqual([
    [{ observation: { blockedUntil: expect.closeTo(Date.now() + 2000, -3) } }],
    [{ observation: {} }],
  ])
})

test('what would leave with a permit that has lapsed takes another one, and leaves once', async () => {
  const server = await serve((response) => json(response, { id: '1' }))
  const permits = makePermits()
  const acquire = () => ({ ...permits.acquire(), isLapsed: () => permits.settled.length === 1 })
  expect((await makeHttp(server.url, { acquire }).request(commit)).body).toEqual({ id: '1' })
  expect(server.received).toHaveLength(1)
  expect(permits.settled).toEqual([[{ unsent: true }], [{ observation: {} }]])
})

test('a wait that is too long is the caller’s to plan: it is reported, not slept', async () => {
  const server = await serve((response) => json(response, {}, 429, { 'retry-after': '120' }))
  const slept: number[] = []
  const error = await failure(makeHttp(server.url, { clock: impatientClock(slept) }).request(commit))
  expect(error).toMatchObject({ code: 'rate-limited', outcome: 'not-sent', retryable: true, status: 429 })
  expect(error.retryAfterMs).toBeGreaterThan(119_000)
  expect(RateLimitError.isInstance(error)).toBe(true)
  expect(slept).toEqual([])
  expect(server.received).toHaveLength(1)
})

test('without a time to wait, waits are drawn between nothing and a growing limit', async () => {
  const server = await serve((response) => json(response, {}, 502))
  const slept: number[] = []
  const http = makeHttp(server.url, {
    clock: impatientClock(slept),
    retry: { maxAttempts: 6, maxDelayMs: 3000, spend: () => true, refill: () => undefined },
  })
  await failure(http.request(read))
  expect(slept).toHaveLength(5)
  for (const [index, delayMs] of slept.entries()) {
    expect(delayMs).toBeGreaterThanOrEqual(0)
    expect(delayMs).toBeLessThanOrEqual(Math.min(3000, 1000 * 2 ** index))
  }
})

test('the retry budget is asked before each retry and told of each success', async () => {
  const server = await serve((response) => json(response, {}, 503))
  const spent: string[] = []
  let refills = 0
  const retry = {
    maxAttempts: 10,
    maxDelayMs: 1000,
    spend: (error: TuttiError) => spent.push(error.code) < 3,
    refill: () => {
      refills += 1
    },
  }
  const error = await failure(makeHttp(server.url, { retry }).request(read))
  expect(error.code).toBe('server-error')
  expect(spent).toEqual(['server-error', 'server-error', 'server-error'])
  expect(server.received).toHaveLength(3)
  expect(refills).toBe(0)
  const healthy = await serve((response) => json(response, {}))
  await makeHttp(healthy.url, { retry }).request(read)
  expect(refills).toBe(1)
})

test('an adapter can forbid to try again', async () => {
  const server = await serve((response) => json(response, {}, 503))
  const adapter = makeAdapter({ readError: () => ({ retryable: false }) })
  await failure(makeHttp(server.url, { adapter }).request(read))
  expect(server.received).toHaveLength(1)
})

test.each([
  [401, 'unauthorized'],
  [400, 'credential-expired'],
] as const)('a commit refused with %s for its credential is repeated with a new one', async (status, code) => {
  const server = await serve((response, { headers }) =>
    headers.authorization === 'Bearer fresh-token' ? json(response, { id: '1' }) : json(response, {}, status),
  )
  const permits = makePermits()
  const staleOnes: Credential[] = []
  const http = makeHttp(server.url, {
    adapter: makeAdapter({ readError: () => ({ code }) }),
    acquire: permits.acquire,
    credential: createMemoryCredentialSource({ secrets: { token: canary }, facts: {} }, async (stale) => {
      staleOnes.push(stale)
      return { ...stale, secrets: { token: 'fresh-token' } }
    }),
  })
  expect((await http.request(commit)).body).toEqual({ id: '1' })
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
    `Bearer ${canary}`,
    'Bearer fresh-token',
  ])
  expect(staleOnes.map(({ secrets }) => secrets.token)).toEqual([canary])
  expect(permits.settled).toEqual([[{ observation: {} }], [{ observation: {} }]])
})

test('a credential is made new once: the second refusal is final', async () => {
  const server = await serve((response) => json(response, {}, 401))
  let refreshes = 0
  const credential = createMemoryCredentialSource({ secrets: { token: 'first' }, facts: {} }, async (stale) => {
    refreshes += 1
    return { ...stale, secrets: { token: `token-${refreshes}` } }
  })
  expect(await failure(makeHttp(server.url, { credential }).request(commit))).toMatchObject({
    code: 'unauthorized',
    outcome: 'rejected',
  })
  expect(refreshes).toBe(1)
  expect(server.received).toHaveLength(2)
})

test('a refresh that fails leaves a commit undone, whatever became of the refresh', async () => {
  const server = await serve((response) => json(response, {}, 401))
  const credential = createMemoryCredentialSource({ secrets: { token: 'first' }, facts: {} }, async () => {
    throw new TransportError({ code: 'timeout', message: 'no answer', outcome: 'unknown' })
  })
  expect(await failure(makeHttp(server.url, { credential }).request(commit))).toMatchObject({
    code: 'timeout',
    outcome: 'not-sent',
  })
  expect(server.received).toHaveLength(1)
})

test('a refresh that can’t reach the server says so: no further try hides it behind the refusal', async () => {
  const server = await serve((response) => json(response, {}, 401))
  let refreshes = 0
  const slept: number[] = []
  const credential = createMemoryCredentialSource({ secrets: { token: 'first' }, facts: {} }, async () => {
    refreshes += 1
    throw new TransportError({ code: 'not-sent', message: 'nobody listens', retryable: true })
  })
  const http = makeHttp(server.url, { credential, clock: impatientClock(slept) })
  expect(await failure(http.request(read))).toMatchObject({ code: 'not-sent', message: 'nobody listens' })
  expect({ refreshes, slept, received: server.received.length }).toEqual({ refreshes: 1, slept: [], received: 1 })
})

test('a request without a credential neither carries nor refreshes one', async () => {
  const server = await serve((response) => json(response, {}, 401))
  const credential = createMemoryCredentialSource({ secrets: { token: canary }, facts: {} }, async (stale) => stale)
  await failure(makeHttp(server.url, { credential }).request({ ...read, authorize: false }))
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual([undefined])
})

test('a refresh that many ask for at once happens once', async () => {
  const server = await serve((response, { headers }) =>
    headers.authorization === 'Bearer fresh-token' ? json(response, {}) : json(response, {}, 401),
  )
  let refreshes = 0
  const credential = createMemoryCredentialSource({ secrets: { token: canary }, facts: {} }, async (stale) => {
    refreshes += 1
    await systemClock.sleep(5)
    return { ...stale, secrets: { token: 'fresh-token' } }
  })
  const http = makeHttp(server.url, { credential })
  await Promise.all(Array.from({ length: 8 }, () => http.request(read)))
  expect(refreshes).toBe(1)
})

test('a permit is given back when nothing left, and settled once when something may have', async () => {
  const permits = makePermits()
  await failure(makeHttp('http://127.0.0.1:1', { acquire: permits.acquire }).request(read))
  expect(permits.settled).toEqual([[{ unsent: true }], [{ unsent: true }], [{ unsent: true }]])
  const lost: Transport = async () => {
    throw new TransportError({ code: 'connection-lost', message: 'lost', outcome: 'unknown', retryable: true })
  }
  const others = makePermits()
  await failure(makeHttp('http://127.0.0.1:1', { acquire: others.acquire, transport: lost }).request(commit))
  expect(others.settled).toEqual([[{}]])
})

test('a permit that is refused sends nothing', async () => {
  const server = await serve((response) => json(response, {}))
  const refusal = new RateLimitError({ code: 'wait-too-long', message: 'full', retryAfterMs: 5000 })
  const acquire = () => Promise.reject(refusal)
  expect(await failure(makeHttp(server.url, { acquire }).request(read))).toBe(refusal)
  expect(server.received).toHaveLength(0)
})

test('the adapter’s own reading of a limit goes before the headers', async () => {
  const server = await serve((response) => json(response, {}, 200, { 'x-ratelimit-remaining': '7' }))
  const permits = makePermits()
  const adapter = makeAdapter({ readRateLimit: () => ({ remaining: 3 }) })
  await makeHttp(server.url, { adapter, acquire: permits.acquire }).request(read)
  expect(permits.settled).toEqual([[{ observation: { remaining: 3 } }]])
})

test('a 429 without Retry-After is blocked until the window starts anew', async () => {
  const resetAt = new Date(Date.now() + 60_000).toISOString()
  const server = await serve((response) =>
    json(response, {}, 429, { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': resetAt }),
  )
  const permits = makePermits()
  const error = await failure(makeHttp(server.url, { acquire: permits.acquire }).request(read))
  expect(error.retryAfterMs).toBeGreaterThan(55_000)
  expect(permits.settled[0]?.[0]?.observation?.blockedUntil).toBeCloseTo(Date.parse(resetAt), -2)
})

test('a transport that throws anything else counts as lost, and authorize that throws as not sent', async () => {
  const rude: Transport = async () => {
    throw new TypeError(`broken ${canary}`)
  }
  expect(await failure(makeHttp('http://127.0.0.1:1', { transport: rude }).request(commit))).toMatchObject({
    code: 'connection-lost',
    outcome: 'unknown',
  })
  const adapter = makeAdapter({
    authorize: () => {
      throw new Error('no key')
    },
  })
  const error = await failure(makeHttp('http://127.0.0.1:1', { adapter }).request(commit))
  expect(error).toMatchObject({ code: 'not-sent', outcome: 'not-sent', cause: { message: 'no key' } })
  expect(TuttiError.isInstance(error)).toBe(true)
})
