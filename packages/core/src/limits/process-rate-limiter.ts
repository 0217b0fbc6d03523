import type { Clock, RateLimiter } from '@tutti/model'
import { createRateLimiter } from './create-rate-limiter.ts'
import { createRetryBudget, type RetryBudget } from './retry-budget.ts'

/** A client's share in the limits of the process. */
export interface ProcessLimits {
  readonly limiter: RateLimiter
  /** The retry budget of one server, shared by all clients that talk to it. */
  retryBudgetFor(platform: string, serverUrl: string): RetryBudget
  /** Gives the share back; the last one closes the limiter. Calling it twice is harmless. */
  release(): void
}

interface Registry {
  readonly limiter: RateLimiter
  readonly retryBudgets: Map<string, RetryBudget>
  shares: number
}

/** One per clock: apart from tests, one per process. */
const registries = new Map<Clock, Registry>()

/**
 * The limits that all clients of the process share: two clients of one account keep its limit
 * together. Made for the first client, closed with the last.
 */
export function processRateLimiter(options: { readonly clock: Clock }): ProcessLimits {
  const { clock } = options
  const registry = registries.get(clock) ?? {
    limiter: createRateLimiter({ clock }),
    retryBudgets: new Map(),
    shares: 0,
  }
  registries.set(clock, registry)
  registry.shares += 1
  let isReleased = false
  return {
    limiter: registry.limiter,
    retryBudgetFor(platform, serverUrl) {
      const key = `${platform}\n${serverUrl}`
      const budget = registry.retryBudgets.get(key) ?? createRetryBudget()
      registry.retryBudgets.set(key, budget)
      return budget
    },
    release() {
      if (isReleased) return
      isReleased = true
      registry.shares -= 1
      if (registry.shares > 0) return
      registries.delete(clock)
      registry.limiter.close()
    },
  }
}
