import { Queue, Worker } from 'bullmq'
import { deleteKeys, randomPrefix, serverAddress } from '../../../packages/engines/bullmq/test/server.ts'
import type { ScheduleLane } from './lane.ts'

/** BullMQ by itself, with the same number of jobs at once as our engine has. */
export const bareBullmq: ScheduleLane = {
  name: 'BullMQ',
  planningMsPerJob: 0.2,
  async open(done) {
    const options = { connection: serverAddress, prefix: randomPrefix() }
    const queue = new Queue<{ id: string }>('jobs', options)
    const worker = new Worker<{ id: string }>('jobs', async ({ data }) => done(data.id), {
      ...options,
      concurrency: 50,
    })
    await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()])
    return {
      async plan(jobs) {
        const now = Date.now()
        await queue.addBulk(
          jobs.map(({ id, at }) => ({
            name: 'job',
            planningMsPerJob: 0.2,
            data: { id },
            opts: { jobId: id, delay: at - now, removeOnComplete: true },
          })),
        )
      },
      async close() {
        await worker.close()
        await queue.close()
        await deleteKeys(options.prefix)
      },
    }
  },
}
