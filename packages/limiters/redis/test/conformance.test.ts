import { describeRateLimiter } from '@tutti/testing'
import { afterAll, describe } from 'vitest'
import { redisRateLimiter } from '../src/index.ts'
import { deleteKeys, isServerThere, randomPrefix, serverUrl } from './server.ts'

describe.skipIf(!(await isServerThere()))('a real Redis (skipped where none answers)', () => {
  const prefix = randomPrefix()
  afterAll(() => deleteKeys(`{${prefix}`))

  describeRateLimiter({
    name: 'redisRateLimiter',
    keeps: ['shared-windows', 'concurrency'],
    create: ({ clock, random, share }) =>
      redisRateLimiter({ connection: serverUrl, prefix: `${prefix}.${share}`, clock, random }),
  })
})
