import { createError } from '@tutti/model'
import { expect, test } from 'vitest'
import { createRetryBudget } from '../src/limits/retry-budget.ts'
import { createRetryPolicy } from '../src/limits/retry-policy.ts'

const failure = (code: 'server-error' | 'timeout') => createError({ code, message: 'down', retryable: true })

test('a full budget allows 100 retries, 50 after time-outs', () => {
  const count = (code: 'server-error' | 'timeout') => {
    const policy = createRetryPolicy()
    let retries = 0
    while (policy.spend(failure(code))) retries += 1
    return retries
  }
  expect(count('server-error')).toBe(100)
  expect(count('timeout')).toBe(50)
})

test('five successes pay for one retry, and no more is saved than a full budget', () => {
  const policy = createRetryPolicy()
  for (let count = 0; count < 1000; count += 1) policy.refill()
  while (policy.spend(failure('server-error')));
  for (let count = 0; count < 4; count += 1) policy.refill()
  expect(policy.spend(failure('server-error'))).toBe(false)
  policy.refill()
  expect(policy.spend(failure('timeout'))).toBe(false)
  expect(policy.spend(failure('server-error'))).toBe(true)
  expect(policy.spend(failure('server-error'))).toBe(false)
})

test('the limits of a policy are finite unless the caller says otherwise', () => {
  expect(createRetryPolicy()).toMatchObject({ maxAttempts: 4, maxDelayMs: 30_000 })
  expect(createRetryPolicy({ maxAttempts: 1, maxDelayMs: 5 })).toMatchObject({ maxAttempts: 1, maxDelayMs: 5 })
})

test('policies can share a budget', () => {
  const budget = createRetryBudget()
  const [left, right] = [createRetryPolicy({ budget }), createRetryPolicy({ budget })]
  while (left.spend(failure('server-error')));
  expect(right.spend(failure('server-error'))).toBe(false)
})
