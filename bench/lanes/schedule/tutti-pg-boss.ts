import { pgBossEngine } from '@tutti/engine-pg-boss'
import { randomSchema, runSql, serverUrl } from '../../../packages/engines/pg-boss/test/server.ts'
import { planEach, type ScheduleLane } from './lane.ts'

/** Wake-ups of our engine over pg-boss. */
export const tuttiPgBoss: ScheduleLane = {
  name: 'tutti over pg-boss',
  planningMsPerJob: 2.5,
  async open(done) {
    const schema = randomSchema()
    const engine = pgBossEngine({ connectionString: serverUrl, schema, onError: console.error })
    engine.onWake(done)
    return {
      plan: (jobs) => planEach(jobs, ({ id, at }) => engine.wake(at, id)),
      async close() {
        await engine.close()
        await runSql(`DROP SCHEMA ${schema} CASCADE`)
      },
    }
  },
}
