import { PgBoss } from 'pg-boss'
import { randomSchema, runSql, serverUrl } from '../../../packages/engines/pg-boss/test/server.ts'
import type { ScheduleLane } from './lane.ts'

/** pg-boss by itself; it looks as often as it can, and takes as much at once as our engine does. */
export const barePgBoss: ScheduleLane = {
  name: 'pg-boss',
  planningMsPerJob: 0.2,
  async open(done) {
    const schema = randomSchema()
    const boss = new PgBoss({ connectionString: serverUrl, schema, max: 4, schedule: false })
    boss.on('error', console.error)
    await boss.start()
    await boss.createQueue('jobs')
    const options = { batchSize: 500, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true }
    await boss.work<{ id: string }>('jobs', options, async (jobs) => {
      for (const { data } of jobs) done(data.id)
    })
    return {
      async plan(jobs) {
        await boss.insert(
          'jobs',
          jobs.map(({ id, at }) => ({ data: { id }, startAfter: new Date(at) })),
        )
      },
      async close() {
        await boss.stop({ graceful: false })
        await runSql(`DROP SCHEMA ${schema} CASCADE`)
      },
    }
  },
}
