import { type Clock, createTutti } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { board } from '@tutti/testing/fakes'
import type { SeriesJob } from './series-job.ts'

const silent = { debug() {}, info() {}, warn() {} }

/** What is later than this is missed, in milliseconds. */
export const graceMs = 24 * 60 * 60_000

/** How far ahead occurrences are placed: an hour, so that there is always something to place. In milliseconds. */
const placeAheadMs = 60 * 60_000

/** The client of one process. `clock` is the process's own when absent. */
export function createSeriesClient(
  { file, servers }: SeriesJob,
  how: { readonly work: boolean; readonly clock?: Clock },
) {
  const channels = Object.entries(servers).map(
    ([id, server]) => [id, board({ server, guarantee: 'client-id' }).channel({})] as const,
  )
  return createTutti({
    channels: Object.fromEntries(channels),
    plugins: [scheduler({ sweepEveryMs: 200, placeAheadMs, late: { graceMs, spacingMs: 0 } })],
    store: sqliteStore(file),
    reconciliation: { lateCommitMs: 500, consistencyMs: 0 },
    clock: how.clock,
    backgroundWork: how.work,
    log: silent,
  })
}
