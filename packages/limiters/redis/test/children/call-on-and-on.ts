// Ten callers that call until they are told to stop on standard input. Usage: call-on-and-on.ts REDIS PREFIX SERVER BUDGET WINDOW_MS
import { redisRateLimiter } from '@tutti/limiter-redis'

const [, , connection = '', prefix = '', serverUrl = '', budget = '', windowMs = ''] = process.argv
const limiter = redisRateLimiter({ connection, prefix })
const limits = [{ key: 'limit', windows: [{ budget: Number(budget), windowMs: Number(windowMs) }] }]
const stop = new AbortController()
process.stdin.once('data', () => stop.abort())

const callOnAndOn = async () => {
  for (;;) {
    const request = { limits, cost: 1, priority: 'reads', owner: 'owner', signal: stop.signal } as const
    const permit = await limiter.acquire(request)
    await (await fetch(serverUrl)).text()
    permit.settle({})
  }
}
await Promise.allSettled(Array.from({ length: 10 }, callOnAndOn))
limiter.close()
process.stdin.destroy()
