import type { Calendar } from '../calendar/calendar.ts'
import type { Pauses } from '../pause/pauses.ts'
import { schedulerStalled } from '../schedule-events.ts'
import { readHealth } from './health.ts'
import type { Overdue } from './overdue.ts'
import { createReport } from './report.ts'

/**
 * Looks after the workers, whether this process has one or not: it tells when something is due and nobody
 * claims it, and what has not gone out.
 * @returns the undo
 */
export function startWatch({ host, options }: Calendar, pauses: Pauses, overdue: Overdue): () => Promise<void> {
  const report = createReport(host)
  let isStalled = false
  let isStopped = false
  let looking: Promise<void> | undefined
  let cancel = () => {}

  const look = async () => {
    const health = await readHealth(host, options, pauses)
    if (health.isStalled && !isStalled) {
      host.emit(schedulerStalled, { oldestDueAt: health.unclaimed.oldestDueAt ?? host.clock.now() })
    }
    isStalled = health.isStalled
    await overdue.watch()
  }
  const next = () => {
    const lookLater = () => {
      looking ??= look()
        .catch((error) => {
          if (!isStopped) report(error)
        })
        .finally(() => {
          looking = undefined
        })
      next()
    }
    cancel = host.clock.setTimer(options.sweepEveryMs, lookLater, { isIdle: true })
  }
  next()
  return async () => {
    isStopped = true
    cancel()
    await looking
  }
}
