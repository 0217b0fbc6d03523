import { describe } from 'vitest'
import { testBudgets } from './rate-limiter/budget-tests.ts'
import { testConcurrency } from './rate-limiter/concurrency-tests.ts'
import { type RateLimiterUnderTest, withLimiter } from './rate-limiter/limiter-under-test.ts'
import { testObservations } from './rate-limiter/observation-tests.ts'
import { testOrder } from './rate-limiter/order-tests.ts'
import { testPermits } from './rate-limiter/permit-tests.ts'
import { testSharedWindows } from './rate-limiter/shared-tests.ts'
import { testWaiting } from './rate-limiter/wait-tests.ts'

/**
 * The conformance kit of rate limiters: what the `RateLimiter` contract promises, as vitest tests on
 * a virtual clock. It tests all that the limiter says it keeps; no part of that can be switched off.
 */
export function describeRateLimiter(subject: RateLimiterUnderTest): void {
  const run = withLimiter(subject)
  describe(`${subject.name}: rate limiter`, () => {
    for (const kept of subject.keeps) describe(`permits of ${kept}`, () => testPermits(run, kept))
    if (subject.keeps.includes('windows')) {
      describe('waiting', () => testWaiting(run))
      describe('order', () => testOrder(run))
      describe('what platforms say', () => testObservations(subject, run))
      describe('budgets', () => testBudgets(run))
    }
    if (subject.keeps.includes('shared-windows')) {
      describe('several processes', () => testSharedWindows(run))
    }
    if (subject.keeps.includes('concurrency')) {
      describe('concurrency', () => testConcurrency(run))
    }
  })
}
