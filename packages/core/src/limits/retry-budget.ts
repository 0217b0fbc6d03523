/**
 * What a retry takes, as in the AWS SDK's standard retry mode: 500 tokens, 5 for a retry, 10 after a
 * time-out, 1 back for each success (AWS SDKs and Tools Reference Guide, "Retry behavior", read 2026-11-22).
 */
const capacity = 500
const retryCost = 5
const timeoutCost = 10
const successRefill = 1

/** Tokens for retries, shared by all who talk to one server: an outage is not answered with a flood. */
export interface RetryBudget {
  /** Takes what a retry after this kind of error costs. False, and nothing taken, when too little is left. */
  spend(kind: 'timeout' | 'other'): boolean
  /** Told of every success. */
  refill(): void
}

/** A full budget: about a hundred retries, until successes fill it again. */
export function createRetryBudget(): RetryBudget {
  let tokens = capacity
  return {
    spend(kind) {
      const cost = kind === 'timeout' ? timeoutCost : retryCost
      if (tokens < cost) return false
      tokens -= cost
      return true
    },
    refill() {
      tokens = Math.min(capacity, tokens + successRefill)
    },
  }
}
