export type { RedisConnection } from './connection.ts'
export { type RedisRateLimiterOptions, redisRateLimiter } from './redis-rate-limiter.ts'
