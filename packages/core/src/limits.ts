export { createRateLimiter, type LedgerRateLimiter, type RateLimiterOptions } from './limits/create-rate-limiter.ts'
