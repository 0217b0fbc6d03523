import type { Adapter, BucketDeclaration } from '@tutti/model'
import { InvalidInputError, TransportError } from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { limitKeysFor } from '../src/limits/limit-keys.ts'
import { processRateLimiter } from '../src/limits/process-rate-limiter.ts'

const bucket = (per: BucketDeclaration['per'], more: Partial<BucketDeclaration> = {}): BucketDeclaration => ({
  per,
  windows: [{ budget: 10, windowMs: 1000 }],
  source: 'https://platform.example/limits',
  checkedAt: '2026-11-22',
  ...more,
})
// Only what limit keys are made of.
const adapterWith = (appId: string | undefined, buckets: Adapter['buckets']) =>
  ({ id: 'sample', appId, buckets }) as unknown as Adapter

const buckets = {
  write: bucket('account', { within: ['all', 'app'] }),
  media: bucket('account', { within: ['write'], maxConcurrent: 2 }),
  app: bucket('app'),
  all: bucket('ip', { within: ['write'] }),
  server: bucket('server'),
}
const place = (
  more: { appId?: string; serverUrl?: string; accountKey?: string | undefined; channel?: string } = {},
) => ({
  adapter: adapterWith(more.appId, buckets),
  serverUrl: more.serverUrl ?? 'https://one.example',
  accountKey: 'accountKey' in more ? more.accountKey : 'alice',
  channel: more.channel ?? 'channel',
})
const keysOf = (...input: Parameters<typeof limitKeysFor>) => limitKeysFor(...input).map((limit) => limit.key)

test('a bucket comes first, then those it lies within, each once', () => {
  const limits = limitKeysFor(place(), 'media')
  expect(limits.map((limit) => limit.key.split('\n').at(-1))).toEqual(['media', 'write', 'all', 'app'])
  expect(limits[0]).toMatchObject({ windows: [{ budget: 10, windowMs: 1000 }], maxConcurrent: 2 })
})

test('the same place gets the same array', () => {
  const one = place()
  expect(limitKeysFor(one, 'write')).toBe(limitKeysFor(one, 'write'))
  expect(limitKeysFor(one, 'write')).not.toBe(limitKeysFor(one, 'media'))
})

test('who shares a budget: account, app, address, server', () => {
  const alice = place()
  const bob = place({ accountKey: 'bob' })
  const otherApp = place({ appId: 'other' })
  const otherServer = place({ serverUrl: 'https://two.example' })
  const shared = (bucketName: string) =>
    [bob, otherApp, otherServer].map((other) => keysOf(other, bucketName)[0] === keysOf(alice, bucketName)[0])
  expect(shared('write')).toEqual([false, false, false])
  expect(shared('app')).toEqual([true, false, false])
  expect(shared('all')).toEqual([true, true, false])
  expect(shared('server')).toEqual([true, true, false])
})

test('without a known account the channel stands for it', () => {
  const first = place({ accountKey: undefined, channel: 'first' })
  const second = place({ accountKey: undefined, channel: 'second' })
  expect(keysOf(first, 'write')[0]).not.toBe(keysOf(second, 'write')[0])
})

test('a bucket that is not declared is named', () => {
  for (const name of ['missing', 'toString', '__proto__']) {
    const attempt = () => limitKeysFor(place(), name)
    expect(attempt).toThrow(InvalidInputError)
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid-input', path: 'bucket', platform: 'sample' }))
  }
})

test('clients share one limiter; it closes with the last of them', async () => {
  const clock = virtualClock()
  const first = processRateLimiter({ clock })
  const second = processRateLimiter({ clock })
  expect(second.limiter).toBe(first.limiter)
  expect(processRateLimiter({ clock: virtualClock() }).limiter).not.toBe(first.limiter)

  const request = { limits: limitKeysFor(place(), 'write'), cost: 1, priority: 'reads', owner: 'channel' } as const
  first.release()
  first.release()
  expect(await second.limiter.acquire(request)).toMatchObject({ waitedMs: 0 })
  second.release()
  expect(() => second.limiter.acquire(request)).toThrow(TransportError)
  const third = processRateLimiter({ clock })
  expect(third.limiter).not.toBe(first.limiter)
  expect(await third.limiter.acquire(request)).toMatchObject({ waitedMs: 0 })
  third.release()
})

test('clients of one server share its retry budget', () => {
  const limits = processRateLimiter({ clock: virtualClock() })
  const budget = limits.retryBudgetFor('sample', 'https://one.example')
  expect(limits.retryBudgetFor('sample', 'https://one.example')).toBe(budget)
  expect(limits.retryBudgetFor('sample', 'https://two.example')).not.toBe(budget)
  limits.release()
})
