import { createTutti } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { board } from '@tutti/testing/fakes'
import type { DecisionJob } from './decision-job.ts'

/** The client of one process. Two people must approve each post. */
export function createDecisionClient({ file, server }: Pick<DecisionJob, 'file' | 'server'>, work: boolean) {
  return createTutti({
    channels: { board: board({ server, guarantee: 'client-id' }).channel({}) },
    plugins: [scheduler({ approval: 'required', approvalsNeeded: 2, sweepEveryMs: 200 })],
    store: sqliteStore(file),
    backgroundWork: work,
    log: { debug() {}, info() {}, warn() {} },
  })
}
