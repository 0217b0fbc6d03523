import type { Clock, LimitKey, Permit, PermitRequest, RateLimiter } from '@tutti/model'
import { expect } from 'vitest'
import { type VirtualClock, virtualClock } from '../../clock/virtual-clock.ts'

/** A rate limiter for `describeRateLimiter`. */
export interface RateLimiterUnderTest {
  readonly name: string
  /**
   * What it keeps: the budgets of windows with their order of service, how many requests run at once, or the budgets of
   * windows together with other processes. That last kind asks somebody else, so its permits come as promises.
   */
  readonly keeps: readonly ('windows' | 'concurrency' | 'shared-windows')[]
  /**
   * Makes a new limiter that lives by this clock and draws its chances from `random`. Where windows are shared, two of
   * one `share` are what two processes have, and two of different ones have nothing to do with each other.
   */
  create(options: { readonly clock: Clock; readonly random: () => number; readonly share: string }): RateLimiter
}

/** What a test of a limiter gets. */
export interface LimiterTools {
  readonly clock: VirtualClock
  readonly limiter: RateLimiter
  readonly random: () => number
  /** Another process with the same limits. */
  createAnother(): RateLimiter
}

/** Runs a test with a limiter of its own, and sees to it that no timer is left. */
export type WithLimiter = (body: (tools: LimiterTools) => Promise<void>) => () => Promise<void>

export function withLimiter(subject: RateLimiterUnderTest): WithLimiter {
  return (body) => async () => {
    const clock = virtualClock()
    const random = seededRandom(1)
    const share = `share-${Math.random()}`
    const limiters: RateLimiter[] = []
    const createAnother = () => {
      const limiter = subject.create({ clock, random, share })
      limiters.push(limiter)
      return limiter
    }
    try {
      await body({ clock, limiter: createAnother(), random, createAnother })
    } finally {
      for (const limiter of limiters) limiter.close()
    }
    expect(clock.pendingCount, 'timers left behind').toBe(0)
  }
}

/** Chances that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One limit with one window. */
export function limitOf(key: string, budget: number, windowMs: number): LimitKey {
  return { key, windows: [{ budget, windowMs }] }
}

/** A request for one permit; the usual one unless said otherwise. */
export function permitRequest(limits: readonly LimitKey[], more: Partial<PermitRequest> = {}): PermitRequest {
  return { limits, cost: 1, priority: 'reads', owner: 'owner', ...more }
}

/** A call under way: what became of it so far. */
export interface Call {
  permit: Permit | undefined
  error: unknown
  readonly ended: Promise<void>
}

/** Asks for a permit and looks at what becomes of it, without waiting. */
export function call(limiter: RateLimiter, request: PermitRequest): Call {
  const started: { permit: Permit | undefined; error: unknown } = { permit: undefined, error: undefined }
  const ended = (async () => {
    try {
      started.permit = await limiter.acquire(request)
    } catch (error) {
      started.error = error
    }
  })()
  return Object.assign(started, { ended })
}

/** Takes the whole budget of a fresh limit with requests that end at once, without a word from the platform. */
export async function useUp(limiter: RateLimiter, limit: LimitKey): Promise<void> {
  for (let index = 0; index < (limit.windows[0]?.budget ?? 0); index += 1) {
    const permit = await limiter.acquire(permitRequest([limit]))
    permit.settle({})
  }
}
