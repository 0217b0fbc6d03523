import type { RateLimitObservation } from '@tutti/model'
import type { KeyLedger, LimitNews } from './key-ledger.ts'
import type { SteadyTime } from './steady-time.ts'
import type { WindowLedger } from './window-ledger.ts'

/** A reset in whole seconds may lie a little beyond its window. */
const roundingMs = 1000

/** What an answer says, and of which limit. */
export interface MatchedNews extends LimitNews {
  readonly ledger: KeyLedger
}

/**
 * Finds what an answer speaks of. A platform shows one of the limits that a request counts against,
 * often the tightest (Bluesky, Mastodon): known by its size and length, else by its length alone, else
 * by its size, of those that the reset lies in. One that fits none is taken for the shortest window
 * that the reset lies in, of the request's own bucket: the first of the limits. An answer that only
 * says to wait means that bucket, and none of its windows.
 */
export function matchObservation(
  ledgers: readonly KeyLedger[],
  observation: RateLimitObservation,
  nowMs: number,
): MatchedNews | undefined {
  const own = ledgers[0]
  if (own === undefined) return undefined
  if (observation.remaining === undefined && observation.limit === undefined) {
    return { ledger: own, window: undefined, observation }
  }
  let ledger = own
  let window: WindowLedger | undefined
  let likeness = 0
  for (const candidate of ledgers) {
    for (const candidateWindow of candidate.windows) {
      const found = likenessOf(candidateWindow, observation, nowMs)
      if (found <= likeness) continue
      likeness = found
      ledger = candidate
      window = candidateWindow
    }
  }
  return { ledger, window: window ?? windowOfReset(own, observation, nowMs), observation }
}

function likenessOf(window: WindowLedger, observation: RateLimitObservation, nowMs: number): number {
  const hasSize = window.budget === observation.limit
  if (window.windowMs === observation.windowMs) return hasSize ? 4 : 3
  if (!hasSize) return 0
  return canReset(window, observation, nowMs) ? 2 : 1
}

function canReset(window: WindowLedger, observation: RateLimitObservation, nowMs: number): boolean {
  return (observation.resetAt ?? nowMs) - nowMs <= window.windowMs + roundingMs
}

function windowOfReset(ledger: KeyLedger, observation: RateLimitObservation, nowMs: number): WindowLedger | undefined {
  const byLength = [...ledger.windows].sort((left, right) => left.windowMs - right.windowMs)
  return byLength.find((window) => canReset(window, observation, nowMs)) ?? byLength[0]
}

/** What an answer said with its instants in steady time, without what is no number that a limit can have. */
export function readObservation(said: RateLimitObservation, time: SteadyTime): RateLimitObservation {
  const resetAt = countOf(said.resetAt, 0)
  const blockedUntil = countOf(said.blockedUntil, 0)
  return {
    limit: countOf(said.limit, 1),
    remaining: countOf(said.remaining, 0),
    resetAt: resetAt === undefined ? undefined : time.fromClock(resetAt),
    windowMs: countOf(said.windowMs, 1),
    blockedUntil: blockedUntil === undefined ? undefined : time.fromClock(blockedUntil),
  }
}

function countOf(value: number | undefined, least: number): number | undefined {
  return value !== undefined && value >= least && value < Number.POSITIVE_INFINITY ? value : undefined
}
