import { Redis, type RedisOptions } from 'ioredis'

/** How to reach Redis: an address such as `redis://user:password@host:6379/0`, or options of ioredis. */
export type RedisConnection = string | Omit<RedisOptions, 'replyMapping' | 'keyPrefix'>

const maxReconnectDelayMs = 1000
const failures = ['error', 'close', 'end'] as const

/** A connection that comes back by itself, for as long as it takes. Made, not opened: the first use does that. */
export function createConnection(
  connection: RedisConnection,
  more: Omit<RedisOptions, 'replyMapping'>,
  onError: (error: unknown) => void,
): Redis {
  const options = {
    lazyConnect: true,
    retryStrategy: (attempt: number) => Math.min(50 * attempt, maxReconnectDelayMs),
    ...more,
  }
  const redis =
    typeof connection === 'string' ? new Redis(connection, options) : new Redis({ ...connection, ...options })
  // Without a listener ioredis writes to the console.
  redis.on('error', onError)
  return redis
}

/** Resolves when commands can be sent; rejects with the next failure to connect, without waiting for one after it. */
export function whenReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve()
  if (redis.status === 'reconnecting') return Promise.reject(new Error('the connection is lost'))
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      redis.off('ready', succeed)
      for (const event of failures) redis.off(event, fail)
      settle()
    }
    const succeed = () => done(resolve)
    const fail = (error?: Error) => done(() => reject(error ?? new Error('the connection is lost')))
    redis.on('ready', succeed)
    for (const event of failures) redis.on(event, fail)
    // Who disconnects while it connects hears of no event, but this rejects.
    if (redis.status === 'wait') redis.connect().catch(fail)
  })
}
