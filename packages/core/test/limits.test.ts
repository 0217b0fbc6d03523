import { describeRateLimiter } from '@tutti/testing'
import { bottleneckRateLimiter } from '../src/limits/bottleneck-rate-limiter.ts'
import { createRateLimiter } from '../src/limits/create-rate-limiter.ts'

describeRateLimiter({ name: 'createRateLimiter', keeps: ['windows', 'concurrency'], create: createRateLimiter })
describeRateLimiter({ name: 'bottleneckRateLimiter', keeps: ['concurrency'], create: bottleneckRateLimiter })
