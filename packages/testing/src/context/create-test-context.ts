import { createHttp, createMemoryCredentialSource, kyTransport, systemClock } from '@tutti/adapter-kit'
import {
  type AccountDescription,
  type Adapter,
  type ByteSource,
  type Clock,
  type Credential,
  type HttpRequest,
  type Json,
  MediaError,
  type OperationContext,
  type OutsideFetch,
  OutsideFetchError,
} from '@tutti/model'

/** What a test may choose about the surroundings of an operation. */
export interface TestContextOptions {
  readonly signal?: AbortSignal | undefined
  /** The machine's time when absent. */
  readonly clock?: Clock | undefined
  /** The bytes behind prepared media, by SHA-256. */
  readonly media?: ReadonlyMap<string, ByteSource> | undefined
  /** What is outside, its `send` included; nothing when absent: every URL is unreachable. */
  readonly fetchOutside?: OutsideFetch | undefined
  /** What `account.describe()` answers; asked of the adapter, once, when absent. */
  readonly description?: AccountDescription | undefined
  /** `false`: a refused credential is not renewed, the refusal is the operation's error. */
  readonly refresh?: boolean | undefined
}

/** A context, and what was seen through it. */
export interface TestContext {
  readonly context: OperationContext
  /** The requests as the adapter stated them. */
  readonly stated: readonly HttpRequest[]
  /** Everything written to the log. */
  readonly logged: readonly string[]
  /** Timers that the operation set and that still wait. */
  readonly waitingTimers: number
  /** Streams and sockets that were opened so far. */
  readonly openedStreams: number
}

/**
 * The context of one operation, over the real `createHttp` and real requests: one try each, no
 * limits. The credential is renewed by the adapter's own `refreshCredential` when the platform
 * refuses it, once.
 */
export function createTestContext(
  adapter: Adapter,
  credential: Credential,
  options: TestContextOptions = {},
): TestContext {
  const signal = options.signal ?? new AbortController().signal
  const { clock, countWaiting } = countTimers(options.clock ?? systemClock)
  const stated: HttpRequest[] = []
  const logged: string[] = []
  const log = (message: string, facts?: Json) => void logged.push(`${message} ${JSON.stringify(facts ?? {})}`)
  let description: Promise<AccountDescription> | undefined
  let openedStreams = 0

  const refreshCredential = adapter.operations.refreshCredential
  const source = createMemoryCredentialSource(credential, async (stale) => {
    if (!refreshCredential || options.refresh === false) return undefined
    return refreshCredential({ credential: stale }, context)
  })
  const http = createHttp({
    adapter,
    baseUrl: adapter.baseUrl(credential.facts),
    credential: source,
    clock,
    signal,
    retry: { maxAttempts: 1, maxDelayMs: 0, spend: () => false, refill: () => {} },
    transport: kyTransport(),
    outsideTransport: (options.fetchOutside ?? nothingOutside).send,
    userAgent: 'tutti-testing',
    dpopNonces: new Map(),
  })
  const context: OperationContext = {
    channel: 'under-test',
    signal,
    clock,
    http: {
      request(request) {
        stated.push(request)
        return http.request(request)
      },
      async openStream(request) {
        stated.push({ ...request, method: request.method ?? 'GET' })
        const answer = await http.openStream(request)
        openedStreams += 1
        return answer
      },
      async openSocket(request) {
        stated.push({ method: 'GET', url: request.url, query: request.query, bucket: request.bucket })
        const frames = await http.openSocket(request)
        openedStreams += 1
        return frames
      },
    },
    account: {
      facts: credential.facts,
      describe() {
        description ??= options.description ? Promise.resolve(options.description) : describeAccount(adapter, context)
        return description
      },
    },
    log: { debug: log, info: log, warn: log },
    fetchOutside: options.fetchOutside ?? nothingOutside,
    async openMedia(media) {
      const bytes = options.media?.get(media.sha256)
      if (bytes) return bytes
      throw new MediaError({ code: 'media-not-found', message: `the test has no media ${media.sha256}` })
    },
  }
  return {
    context,
    stated,
    logged,
    get waitingTimers() {
      return countWaiting()
    },
    get openedStreams() {
      return openedStreams
    },
  }
}

async function unreachable(): Promise<never> {
  throw new OutsideFetchError({ code: 'outside-unreachable', message: 'the test has nothing outside' })
}

const nothingOutside: OutsideFetch = Object.assign(() => unreachable(), { send: unreachable })

/** What the adapter reads about the account, or what it declares. */
async function describeAccount(adapter: Adapter, context: OperationContext): Promise<AccountDescription> {
  if (adapter.operations.describeAccount) return adapter.operations.describeAccount({}, context)
  return {
    profile: {
      ref: { v: 1, kind: 'profile', platform: adapter.id, id: 'under-test' },
      handle: 'under-test',
      raw: undefined,
    },
    limits: adapter.limits,
    guarantees: adapter.guarantees,
    operations: Object.keys(adapter.operations) as AccountDescription['operations'],
    facts: {},
  }
}

function countTimers(clock: Clock) {
  const waiting = new Set<object>()
  const counted: Clock = {
    now: () => clock.now(),
    setTimer(delayMs, callback) {
      const timer = {}
      waiting.add(timer)
      const cancel = clock.setTimer(delayMs, () => {
        waiting.delete(timer)
        callback()
      })
      return () => {
        waiting.delete(timer)
        cancel()
      }
    },
    async sleep(delayMs, signal) {
      const timer = {}
      waiting.add(timer)
      await clock.sleep(delayMs, signal).finally(() => waiting.delete(timer))
    },
  }
  return { clock: counted, countWaiting: () => waiting.size }
}
