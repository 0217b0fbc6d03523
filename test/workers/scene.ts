import { randomBytes } from 'node:crypto'
import type { FakeBoardLedger, FakePlatform } from '@tutti/testing/fakes'
import { fakeBoard } from '@tutti/testing/fakes'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { type ChannelPlan, requestsPerPost, windowMs } from './plan.ts'
import type { EngineKind, WorkerJob } from './process/job.ts'

/** The servers that the workers use, or the usual ports of this machine. */
const postgresUrl = process.env.TUTTI_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const redisUrl = process.env.TUTTI_REDIS_URL ?? 'redis://127.0.0.1:6379'

/** One channel of the load with its platform, which enforces what its table says. */
export interface LoadedChannel {
  readonly plan: ChannelPlan
  readonly platform: FakePlatform<FakeBoardLedger>
}

/** Everything that the workers of one run share. */
export interface Scene {
  readonly channels: readonly LoadedChannel[]
  readonly job: WorkerJob
  /** How many requests the platforms have refused for their limits. */
  refused(): number
  /** How many posts stand on all platforms. */
  standing(): number
  /** How many entries the store's queues still have: posts, lanes and deliveries. */
  countOpen(): Promise<number>
  close(): Promise<void>
}

/** Sets up platforms on sockets, and a place in the servers that nobody else has. */
export async function createScene(engine: EngineKind, plans: readonly ChannelPlan[]): Promise<Scene> {
  const place = `tutti_workers_${randomBytes(6).toString('hex')}`
  const channels = plans.map((plan): LoadedChannel => {
    const limit = { name: 'all', budget: plan.postsPerWindow * requestsPerPost(plan), windowMs }
    return { plan, platform: fakeBoard({ guarantee: plan.guarantee, limits: [limit] }) }
  })
  const servers = await Promise.all(
    channels.map(async ({ plan, platform }) => ({ ...plan, server: await platform.listen() })),
  )
  const sum = (count: (channel: LoadedChannel) => number) => channels.reduce((total, one) => total + count(one), 0)
  return {
    channels,
    job: { engine, place, postgresUrl, redisUrl, channels: servers },
    refused: () => sum(({ platform }) => platform.limits.count('all').refused),
    standing: () => sum(({ platform }) => platform.ledger.posts.length),
    async countOpen() {
      const [row] = await runSql(`SELECT count(*) FROM ${place}.due`)
      return Number(row?.count)
    },
    async close() {
      await Promise.all(channels.map(({ platform }) => platform.close()))
      await wipe(place)
    },
  }
}

async function wipe(place: string): Promise<void> {
  await runSql(`DROP SCHEMA IF EXISTS ${place}, ${place}_queue CASCADE`)
  const redis = new Redis(redisUrl)
  try {
    for (const pattern of [`{${place}}:*`, `${place}:*`]) {
      const keys = await redis.keys(pattern)
      if (keys.length > 0) await redis.del(...keys)
    }
  } finally {
    redis.disconnect()
  }
}

async function runSql(statement: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(postgresUrl, { max: 1, onnotice: () => {} })
  return await sql.unsafe(statement).finally(() => sql.end())
}
