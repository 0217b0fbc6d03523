import type { RateLimitObservation } from '@tutti/model'
import { readDelayMs } from './instants.ts'
import { readStructuredRateLimit } from './structured-rate-limit.ts'

const prefixes = ['x-ratelimit-', 'ratelimit-', 'x-rate-limit-'] as const

/**
 * What an answer's headers say about its rate limit, in every form seen: `X-RateLimit-*`,
 * `RateLimit-*` with `RateLimit-Policy`, the structured `RateLimit`, and `Retry-After`. Never throws;
 * what can't be understood counts as not said.
 */
export function readRateLimitHeaders(headers: Headers, nowMs: number): RateLimitObservation {
  const retryAfterMs = readDelayMs(headers.get('retry-after'), nowMs)
  const observation = readStructuredRateLimit(headers, nowMs) ?? readSeparate(headers, nowMs)
  return retryAfterMs === undefined ? observation : { ...observation, blockedUntil: nowMs + retryAfterMs }
}

function readSeparate(headers: Headers, nowMs: number): RateLimitObservation {
  for (const prefix of prefixes) {
    const limitText = headers.get(`${prefix}limit`)
    const remaining = readCount(headers.get(`${prefix}remaining`))
    if (limitText === null && remaining === undefined) {
      continue
    }
    const resetMs =
      readDelayMs(headers.get(`${prefix}reset-after`), nowMs) ?? readDelayMs(headers.get(`${prefix}reset`), nowMs)
    const windowMs = readWindowMs(headers.get(`${prefix}policy`) ?? limitText)
    const limit = readCount(limitText)
    return {
      ...(limit !== undefined && { limit }),
      ...(remaining !== undefined && { remaining }),
      ...(resetMs !== undefined && { resetAt: nowMs + resetMs }),
      ...(windowMs !== undefined && { windowMs }),
    }
  }
  return {}
}

/** A whole number of requests; of a list such as `100, 100;w=60` the first. */
function readCount(value: string | null | undefined): number | undefined {
  const match = /^\s*([+-]?\d{1,15})(?:\.\d{1,15})?\s*(?:$|[,;])/.exec(value ?? '')
  return match ? Math.max(0, Number(match[1])) : undefined
}

/** The window of a policy such as `3000;w=300`, in seconds there. */
function readWindowMs(value: string | null | undefined): number | undefined {
  const match = /;\s*w=(\d{1,9})(?![\d.])/.exec(value ?? '')
  const seconds = Number(match?.[1] ?? 0)
  return seconds > 0 ? seconds * 1000 : undefined
}
