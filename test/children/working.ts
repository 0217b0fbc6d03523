// One of several workers that share a store, a queue and limits: puts its share of posts into the calendar, and works
// until it is told to stop.

import type { PlannedPost } from '../workers/plan.ts'
import { createWorkerClient } from '../workers/process/create-client.ts'
import type { WorkerJob, WorkerMessage, WorkerOrder } from '../workers/process/job.ts'

/** So many posts are put into the calendar at once. */
const plannedAtOnce = 20

/** As near as a post may be planned, in milliseconds. */
const soonMs = 2_000

/** So many posts are planned and cancelled to find out how long planning takes here. */
const trialCount = 100

const yearMs = 365 * 24 * 60 * 60_000

const tell = (message: WorkerMessage) => void process.send?.(message)
const given = Promise.withResolvers<readonly PlannedPost[]>()
const stop = Promise.withResolvers<void>()

process.on('message', (message: WorkerJob | WorkerOrder) => {
  if ('place' in message) void work(message)
  else if (message.kind === 'plan') given.resolve(message.posts)
  else stop.resolve()
})

async function work(job: WorkerJob): Promise<void> {
  const { client, close } = await createWorkerClient(job, { work: true })
  client.on('plugin.error', ({ error }) => tell({ kind: 'trouble', code: error.code, message: error.message }))
  const plan = async (posts: readonly PlannedPost[]) => {
    const left = posts[Symbol.iterator]()
    const planOn = async () => {
      for (const { id, channel, at } of left) {
        const time = new Date(Math.max(at, Date.now() + soonMs)).toISOString()
        await client.scheduler.schedule({ id, text: id, channels: [channel] }, { at: time })
      }
    }
    await Promise.all(Array.from({ length: plannedAtOnce }, planOn))
  }
  const trial = Array.from({ length: trialCount }, (_, index) => ({
    id: `trial ${process.pid} ${index}`,
    channel: job.channels[0]?.id ?? '',
    at: Date.now() + yearMs,
  }))
  const startedAt = performance.now()
  await plan(trial)
  const msPerPost = (performance.now() - startedAt) / trialCount
  for (const { id } of trial) await client.scheduler.cancel(id)
  tell({ kind: 'ready', msPerPost })
  await plan(await given.promise)
  tell({ kind: 'planned' })
  await stop.promise
  await close()
  tell({ kind: 'ended' })
  process.disconnect()
}
