import type { RetryPolicy } from '@tutti/adapter-kit'
import { createRetryBudget, type RetryBudget } from './retry-budget.ts'

/** Options of `createRetryPolicy`. */
export interface RetryPolicyOptions {
  /** Shared by those who talk to the same server; one of its own when absent. */
  readonly budget?: RetryBudget | undefined
  /** Tries in all, the first included; 4 when absent. */
  readonly maxAttempts?: number | undefined
  /** The longest single wait; 30 s when absent. Longer ones are the caller's to schedule. */
  readonly maxDelayMs?: number | undefined
}

/** Retries within a budget: when a server is down, all its clients together soon stop repeating. */
export function createRetryPolicy(options: RetryPolicyOptions = {}): RetryPolicy {
  const budget = options.budget ?? createRetryBudget()
  return {
    maxAttempts: options.maxAttempts ?? 4,
    maxDelayMs: options.maxDelayMs ?? 30_000,
    spend: (error) => budget.spend(error.code === 'timeout' ? 'timeout' : 'other'),
    refill: () => budget.refill(),
  }
}
