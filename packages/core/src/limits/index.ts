export { limitKeysFor } from './limit-keys.ts'
export { processRateLimiter } from './process-rate-limiter.ts'
export { createRetryPolicy } from './retry-policy.ts'
