import { createHash } from 'node:crypto'
import { Socket } from 'node:net'
import type { LimitKey } from '@tutti/model'
import type { Redis } from 'ioredis'
import { createConnection, whenReady } from './connection.ts'
import { limiterFailed } from './errors.ts'
import type { LimitNews } from './observation.ts'
import type { CheckedOptions } from './options.ts'
import { renewScript } from './scripts/renew.ts'
import { settleScript } from './scripts/settle.ts'
import { takeScript } from './scripts/take.ts'

/** One permit of several limits, as Redis knows it. */
export interface HeldPermit {
  readonly limits: readonly LimitKey[]
  readonly cost: number
  /** Unique, and ends in the cost: what a killed process held is counted by it. */
  readonly member: string
}

/** What Redis says to a request for a permit. `isKnown`: nothing but time is waited for. */
export type TakeAnswer =
  | { readonly kind: 'granted'; readonly grantedAt: number }
  | { readonly kind: 'wait'; readonly waitMs: number; readonly isKnown: boolean }
  | { readonly kind: 'too-large'; readonly largestCost: number }

/** The limits in Redis. All methods throw RateLimitError `limiter-failed` only. */
export class SharedLedger {
  readonly #options: CheckedOptions
  readonly #redis: Redis
  #connecting: Promise<void> | undefined

  constructor(options: CheckedOptions) {
    this.#options = options
    const { connection, connectTimeoutMs } = options
    const more = {
      connectTimeout: connectTimeoutMs,
      commandTimeout: connectTimeoutMs,
      // Commands fail while the server is away: nothing may be sent without a permit, and nobody has to hang.
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
    }
    this.#redis = createConnection(connection, more, (error) => options.onError(limiterFailed(error)))
  }

  /** Takes one permit of all limits or of none. */
  async take(permit: HeldPermit): Promise<TakeAnswer> {
    const { member, cost, limits } = permit
    const keys = limits.flatMap((limit) => this.#keysOf(limit))
    const args = [this.#now(), member, cost, this.#options.holdMs, describe(limits)]
    const answer = (await this.#run(takeScript, keys, args)) as [number, number | string, number?]
    const [kind, value, isKnown] = answer
    if (kind === 1) return { kind: 'granted', grantedAt: Number(value) }
    if (kind === 2) return { kind: 'too-large', largestCost: Number(value) }
    return { kind: 'wait', waitMs: Number(value), isKnown: isKnown === 1 }
  }

  async settle(permit: HeldPermit, grantedAt: number, isUnsent: boolean, news: LimitNews | undefined): Promise<void> {
    const { member, cost, limits } = permit
    const keys = limits.flatMap((limit) => this.#keysOf(limit))
    const said = news === undefined ? '' : JSON.stringify(news)
    const args = [this.#now(), member, cost, this.#options.holdMs, describe(limits), isUnsent ? '1' : '0']
    await this.#run(settleScript, keys, [...args, grantedAt, said])
  }

  /** A request that takes longer than `holdMs` keeps its permit as long as this is called. */
  async renew({ limits, member }: HeldPermit): Promise<void> {
    const keys = limits.map((limit) => this.#keysOf(limit)[1])
    await this.#run(renewScript, keys, [this.#now(), member, this.#options.holdMs])
  }

  /** The connection stays for what is still to be told, but keeps the process alive no longer. */
  release(): void {
    const { stream } = this.#redis
    if (stream instanceof Socket) stream.unref()
  }

  disconnect(): void {
    this.#redis.disconnect()
  }

  async #run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    try {
      if (this.#redis.status !== 'ready') {
        this.#connecting ??= whenReady(this.#redis).finally(() => {
          this.#connecting = undefined
        })
        await this.#connecting
      }
      try {
        return await this.#redis.evalsha(hashOf(script), keys.length, ...keys, ...args)
      } catch (error) {
        // A server that was restarted or replaced has forgotten it.
        if (!String(error).includes('NOSCRIPT')) throw error
        return await this.#redis.eval(script, keys.length, ...keys, ...args)
      }
    } catch (error) {
      throw limiterFailed(error)
    }
  }

  /** Empty: Redis's own time counts, the same for all machines. */
  #now(): string {
    return this.#options.clock === undefined ? '' : String(this.#options.clock.now())
  }

  /** Hash and set of a limit. The braces keep all of them on one node of a cluster, where one script reaches them. */
  #keysOf(limit: LimitKey): [hash: string, held: string] {
    const name = createHash('sha256').update(limit.key).digest('base64url')
    return [`{${this.#options.prefix}}:${name}`, `{${this.#options.prefix}}:${name}:held`]
  }
}

const describe = (limits: readonly LimitKey[]) =>
  JSON.stringify(limits.map(({ windows, maxConcurrent }) => ({ windows, maxConcurrent })))

const hashes = new Map<string, string>()

function hashOf(script: string): string {
  const known = hashes.get(script)
  if (known !== undefined) return known
  const hash = createHash('sha1').update(script).digest('hex')
  hashes.set(script, hash)
  return hash
}
