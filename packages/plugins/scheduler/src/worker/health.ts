import type { PluginHost } from '@tutti/model'
import { queue } from '../calendar/records.ts'
import type { ReadyOptions } from '../options.ts'
import type { Pauses } from '../pause/pauses.ts'
import { type Heartbeat, workers } from './heartbeat.ts'
import { punctualMs } from './queues.ts'
import type { SchedulerHealth } from './worker-api.ts'

const lookLimit = 1000

/** Reads from the store how publishing is doing, in this process and others. */
export async function readHealth(
  { store, clock }: PluginHost,
  { sweepEveryMs }: ReadyOptions,
  pauses: Pauses,
): Promise<SchedulerHealth> {
  const now = clock.now()
  const beats = await store.documents.list(workers, { limit: 1000 })
  const due = await store.due.list(queue, { until: now, limit: lookLimit })
  const unclaimed = due.filter(({ leaseUntil }) => leaseUntil === undefined || leaseUntil <= now)
  const oldestDueAt = unclaimed[0]?.dueAt
  const stalledAfterMs = Math.max(punctualMs, 4 * sweepEveryMs)
  const isLate = oldestDueAt !== undefined && oldestDueAt < now - stalledAfterMs
  return {
    workers: beats.map(({ id, value }) => {
      const beat = value as unknown as Heartbeat
      return { id, ...beat, isAlive: beat.lastBeatAt >= now - 3 * sweepEveryMs }
    }),
    unclaimed: { count: unclaimed.length, oldestDueAt },
    isStalled: isLate && (await pauses.everything()) === undefined,
  }
}
