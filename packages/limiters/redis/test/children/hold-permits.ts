// Takes so many permits and keeps them until it is killed. Usage: hold-permits.ts REDIS PREFIX HOLD_MS LIMIT COUNT
import { redisRateLimiter } from '@tutti/limiter-redis'

const [, , connection = '', prefix = '', holdMs = '', limit = '', count = ''] = process.argv
const limiter = redisRateLimiter({ connection, prefix, holdMs: Number(holdMs) })
for (let taken = 0; taken < Number(count); taken += 1) {
  await limiter.acquire({ limits: [JSON.parse(limit)], cost: 1, priority: 'reads', owner: 'owner' })
}
process.stdout.write('taken\n')
