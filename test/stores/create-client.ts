import { createTutti, type Store } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { board } from '@tutti/testing/fakes'

/** The one channel. */
export const channelId = 'board'

/** A client whose store gets into trouble. Its worker looks for work five times a second. */
export function createTroubledClient(store: Store, server: string, work: boolean) {
  return createTutti({
    channels: { [channelId]: board({ server, guarantee: 'client-id' }).channel({}) },
    plugins: [scheduler({ sweepEveryMs: 200 })],
    store,
    backgroundWork: work,
    log: { debug() {}, info() {}, warn() {} },
  })
}
