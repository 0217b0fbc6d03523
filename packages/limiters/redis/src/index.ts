export { type RedisRateLimiterOptions, redisRateLimiter } from './redis-rate-limiter.ts'
