import { type Adapter, type Clock, defineAdapter, type Http, type TuttiError } from '@tutti/model'
import {
  createHttp,
  createMemoryCredentialSource,
  type HttpOptions,
  kyTransport,
  systemClock,
} from '../../src/index.ts'

/** A secret that must turn up nowhere. */
export const canary = 'canary-7f3a9c51e2'

/** A small adapter whose credential is one token. */
export function makeAdapter(overrides: Partial<Adapter> = {}): Adapter {
  const adapter = defineAdapter({
    specVersion: 'v0',
    id: 'demo',
    displayName: 'Demo',
    limits: {
      text: [],
      media: {},
      maxMedia: 0,
      mixedMedia: false,
      visibilities: [],
      maxLanguages: 0,
      fields: [],
      requires: 'text',
    },
    auth: { kind: 'token', scopes: {} },
    buckets: {},
    guarantees: { publish: [] } as unknown as Adapter['guarantees'],
    operations: {},
    baseUrl: () => '',
    parseCredential: () => ({ secrets: {}, facts: {} }),
    parsePlatformOptions: () => ({}),
    authorize: ({ credential }) => ({ headers: { authorization: `Bearer ${credential.secrets.token}` } }),
    countText: (text) => text.length,
  })
  return { ...(adapter as unknown as Adapter), ...overrides }
}

/** The real clock, except that waits between tries take no time and are written down. */
export function impatientClock(slept: number[] = []): Clock {
  return {
    ...systemClock,
    async sleep(delayMs, signal) {
      slept.push(delayMs)
      signal?.throwIfAborted()
    },
  }
}

/** `createHttp` with a budget that never runs out, over real sockets, unless told otherwise. */
export function makeHttp(baseUrl: string, overrides: Partial<HttpOptions> = {}): Http {
  return createHttp({
    adapter: makeAdapter(),
    baseUrl,
    credential: createMemoryCredentialSource({ secrets: { token: canary }, facts: {} }),
    clock: impatientClock(),
    signal: new AbortController().signal,
    retry: { maxAttempts: 3, maxDelayMs: 10_000, spend: () => true, refill: () => undefined },
    transport: kyTransport(),
    userAgent: 'tutti-test/1',
    ...overrides,
  })
}

/** The error of a promise that must fail. */
export async function failure(promise: Promise<unknown>): Promise<TuttiError> {
  try {
    await promise
  } catch (error) {
    return error as TuttiError
  }
  throw new Error('it did not fail')
}
