import { type LimitKey, RateLimitError } from '@tutti/model'
import { severableProxy, virtualClock } from '@tutti/testing'
import { describe, expect, test, vi } from 'vitest'
import { redisRateLimiter } from '../src/index.ts'
import { timers } from '../src/timers.ts'
import { deleteKeys, isServerThere, randomPrefix, serverAddress, urlThrough } from './server.ts'

const secret = 'canary-limiter-password'
const connection = 'redis://host:6379'
const limit: LimitKey = { key: 'limit', windows: [{ budget: 2, windowMs: 3_600_000 }] }
const request = { limits: [limit], cost: 1, priority: 'reads', owner: 'owner' } as const

test.each([
  ['no options', undefined, 'options'],
  ['no address', { connection: 'localhost' }, 'connection'],
  ['an address of something else', { connection: `http://user:${secret}@host/name` }, 'connection'],
  ['a prefix at the wrong place', { connection: { host: 'host', keyPrefix: 'x' } }, 'connection.keyPrefix'],
  ['a misspelt option', { connection, prefiks: 'x' }, 'prefiks'],
  ['a prefix with braces', { connection, prefix: '{a}' }, 'prefix'],
  ['too short a hold', { connection, holdMs: 10 }, 'holdMs'],
  ['half a millisecond', { connection, connectTimeoutMs: 0.5 }, 'connectTimeoutMs'],
  ['a random that can not be called', { connection, random: 4 }, 'random'],
  ['an onError that can not be called', { connection, onError: 'log' }, 'onError'],
])('%s is refused at once, and the address is not said', (_, options, path) => {
  const thrown = (() => {
    try {
      return redisRateLimiter(options as never)
    } catch (error) {
      return error
    }
  })()
  expect(thrown).toMatchObject({ code: 'invalid-options', path })
  expect(String(thrown)).not.toContain(secret)
})

test('no server there: no permit, and a clear error without the password', async () => {
  const errors: unknown[] = []
  const limiter = redisRateLimiter({
    connection: `redis://user:${secret}@127.0.0.1:1`,
    onError: (error) => errors.push(error),
  })
  const failure = await Promise.resolve(limiter.acquire(request)).catch((error: unknown) => error)
  limiter.close()
  for (const error of [failure, ...errors]) {
    expect(RateLimitError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'limiter-failed', outcome: 'not-sent', retryable: true, retryAfterMs: 5000 })
    const text = JSON.stringify(error) + String(error) + (error as Error).stack + String((error as Error).cause)
    expect(text).not.toContain(secret)
  }
})

describe.skipIf(!(await isServerThere()))('a real Redis in trouble (skipped where none answers)', () => {
  test('it goes away: those who wait and those who come get no permit; it comes back: nothing was forgotten', async () => {
    const prefix = randomPrefix()
    const proxy = await severableProxy(serverAddress)
    const limiter = redisRateLimiter({ connection: urlThrough(proxy), prefix })
    const first = await limiter.acquire(request)
    await limiter.acquire(request)
    const busy = { key: 'busy', windows: [], maxConcurrent: 1 }
    await limiter.acquire({ ...request, limits: [busy] })
    const waiting = Promise.resolve(limiter.acquire({ ...request, limits: [busy] })).catch((error: unknown) => error)
    await proxy.stop()
    expect(await waiting).toMatchObject({ code: 'limiter-failed' })
    await expect(limiter.acquire(request)).rejects.toMatchObject({ code: 'limiter-failed' })
    // Can't be told now: it counts as sent when its time is over.
    first.settle({ unsent: true })
    await proxy.start()
    await vi.waitFor(
      () => expect(limiter.acquire({ ...request, maxWaitMs: 0 })).rejects.toMatchObject({ code: 'wait-too-long' }),
      { timeout: 20_000 },
    )
    limiter.close()
    await proxy.close()
    await deleteKeys(`{${prefix}`)
  })

  test('a process that slept: its permits have lapsed, and one that lay in its socket is asked for again', async () => {
    const prefix = randomPrefix()
    const brief = { ...request, limits: [{ key: 'brief', windows: [{ budget: 2, windowMs: 1500 }] }] }
    let sleptMs = 0
    const clock = { ...timers, sleep: virtualClock().sleep, now: () => Date.now() + sleptMs }
    const limiter = redisRateLimiter({ connection: urlThrough(serverAddress), prefix, holdMs: 1000, clock })
    const before = await limiter.acquire(brief)
    expect(before.isLapsed?.()).toBe(false)
    // The line of the first has ended by then: this one is asked for at once.
    await new Promise(setImmediate)
    const asked = limiter.acquire(brief)
    sleptMs = 5000
    expect((await asked).isLapsed?.()).toBe(false)
    expect(before.isLapsed?.()).toBe(true)
    limiter.close()
    await deleteKeys(`{${prefix}`)
  })

  test('a server that was emptied, scripts and all, begins anew', async () => {
    const prefix = randomPrefix()
    const limiter = redisRateLimiter({ connection: urlThrough(serverAddress), prefix })
    for (let count = 0; count < 2; count += 1) (await limiter.acquire(request)).settle({})
    await expect(limiter.acquire({ ...request, maxWaitMs: 0 })).rejects.toMatchObject({ code: 'wait-too-long' })
    await deleteKeys(`{${prefix}`)
    expect(await limiter.acquire(request)).toBeDefined()
    limiter.close()
    await deleteKeys(`{${prefix}`)
  })
})
