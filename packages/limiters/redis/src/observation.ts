import type { LimitKey, RateLimitObservation } from '@tutti/model'

/** What an answer said of one window of one limit, in times from now: the clocks of two machines differ. */
export interface LimitNews {
  readonly limitIndex: number
  readonly windowMs?: number | undefined
  readonly limit?: number | undefined
  readonly remaining?: number | undefined
  readonly resetInMs?: number | undefined
  readonly blockedForMs?: number | undefined
}

/** A reset in whole seconds may have been rounded down, and nothing in the answer says so. */
const roundingMs = 1000
/** The release after a block is spread over a tenth of the wait, one second at most. */
const blockJitterShare = 0.1
const maxBlockJitterMs = 1000

/**
 * Finds what an answer speaks of: the window with its length and size, else with its length, else with its size, else
 * the shortest window of the request's own bucket, the first of its limits, that its reset lies in.
 */
export function readNews(
  limits: readonly LimitKey[],
  observation: RateLimitObservation | undefined,
  nowMs: number,
  random: () => number,
): LimitNews | undefined {
  if (observation === undefined) return undefined
  const limit = countOf(observation.limit, 1)
  const remaining = countOf(observation.remaining, 0)
  const resetAt = countOf(observation.resetAt, 0)
  const blockedUntil = countOf(observation.blockedUntil, 0)
  const resetInMs = resetAt && resetAt - nowMs + (resetAt % 1000 === 0 ? roundingMs : 0)
  const waitMs = (blockedUntil ?? nowMs) - nowMs
  const blockedForMs =
    waitMs > 0 ? waitMs + random() * Math.min(waitMs * blockJitterShare, maxBlockJitterMs) : undefined
  const said = { limit, remaining, resetInMs, blockedForMs }
  if (limit === undefined && remaining === undefined) return { limitIndex: 0, ...said }

  const windows = limits.flatMap((key, limitIndex) => key.windows.map((window) => ({ ...window, limitIndex })))
  const likeness = (window: (typeof windows)[number]) =>
    (window.windowMs === observation.windowMs ? 2 : 0) + (window.budget === limit ? 1 : 0)
  const best = windows.reduce((most, window) => Math.max(most, likeness(window)), 0)
  const own = windows.filter(({ limitIndex }) => limitIndex === 0).sort((left, right) => left.windowMs - right.windowMs)
  const holdsReset = ({ windowMs }: { readonly windowMs: number }) => (resetInMs ?? 0) <= windowMs + 2 * roundingMs
  const found =
    best > 0
      ? (windows.find((window) => likeness(window) === best && holdsReset(window)) ??
        windows.find((window) => likeness(window) === best))
      : (own.find(holdsReset) ?? own[0])
  return { limitIndex: found?.limitIndex ?? 0, windowMs: found?.windowMs, ...said }
}

function countOf(value: number | undefined, least: number): number | undefined {
  return value !== undefined && value >= least && value < Number.POSITIVE_INFINITY ? value : undefined
}
