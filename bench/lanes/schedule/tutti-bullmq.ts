import { bullmqEngine } from '@tutti/engine-bullmq'
import { deleteKeys, randomPrefix, serverUrl } from '../../../packages/engines/bullmq/test/server.ts'
import { planEach, type ScheduleLane } from './lane.ts'

/** Wake-ups of our engine over BullMQ. */
export const tuttiBullmq: ScheduleLane = {
  name: 'tutti over BullMQ',
  planningMsPerJob: 0.4,
  async open(done) {
    const prefix = randomPrefix()
    const engine = bullmqEngine({ connection: serverUrl, prefix, onError: console.error })
    engine.onWake(done)
    return {
      plan: (jobs) => planEach(jobs, ({ id, at }) => engine.wake(at, id)),
      async close() {
        await engine.close()
        await deleteKeys(prefix)
      },
    }
  },
}
