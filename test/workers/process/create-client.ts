import { createTutti, defineAdapter, type Engine } from '@tutti/core'
import { bullmqEngine } from '@tutti/engine-bullmq'
import { pgBossEngine } from '@tutti/engine-pg-boss'
import { redisRateLimiter } from '@tutti/limiter-redis'
import { scheduler } from '@tutti/scheduler'
import { postgresStore } from '@tutti/store-postgres'
import { board } from '@tutti/testing/fakes'
import { requestsPerPost, windowMs } from '../plan.ts'
import type { WorkerJob } from './job.ts'

const silent = { debug() {}, info() {}, warn() {} }

/** A platform is known to show within this time what it has taken, in milliseconds. */
const lateCommitMs = 2_000

/** The client of one worker, as an app would make it. */
export async function createWorkerClient(job: WorkerJob, { work }: { readonly work: boolean }) {
  const { place, postgresUrl, redisUrl } = job
  const channels = job.channels.map((channel) => {
    const declared = board(channel)
    const budget = channel.postsPerWindow * requestsPerPost(channel)
    const buckets = { all: { ...declared.buckets.all, windows: [{ budget, windowMs }] } } as typeof declared.buckets
    return [channel.id, defineAdapter({ ...declared, buckets }).channel({})] as const
  })
  const rateLimiter = redisRateLimiter({ connection: redisUrl, prefix: place })
  const client = await createTutti({
    channels: Object.fromEntries(channels),
    // How late the machine of the test is may decide nothing: a post that is late is not missed, and needs no pause.
    plugins: [scheduler({ late: { graceMs: 24 * 60 * 60_000, spacingMs: 0 } })],
    store: postgresStore(postgresUrl, { schema: place }),
    engine: createEngine(job),
    rateLimiter,
    reconciliation: { lateCommitMs, consistencyMs: 0 },
    backgroundWork: work,
    log: silent,
  })
  return {
    client,
    async close() {
      await client.close()
      // It may serve several clients: whoever made it closes it.
      rateLimiter.close()
    },
  }
}

function createEngine({ engine, place, postgresUrl, redisUrl }: WorkerJob): Engine {
  return engine === 'pg-boss'
    ? pgBossEngine({ connectionString: postgresUrl, schema: `${place}_queue` })
    : bullmqEngine({ connection: redisUrl, prefix: place })
}
