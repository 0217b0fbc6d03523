import { definePlugin, type PluginHost, pluginRef } from '@tutti/model'
import { auditCalendar } from './approvals/audit-log.ts'
import { createApprovalsApi } from './approvals/create-approvals-api.ts'
import { guardApprovals } from './approvals/guard-approvals.ts'
import { tellApprovalDue } from './approvals/tell-approval-due.ts'
import { createBulkApi } from './bulk/create-bulk-api.ts'
import { createCalendar } from './calendar/create-calendar.ts'
import { createCalendarApi } from './calendar/create-calendar-api.ts'
import { keepScheduledMedia } from './calendar/scheduled-media.ts'
import { type ReadyOptions, readOptions, type SchedulerOptions } from './options.ts'
import { createPauseApi } from './pause/create-pause-api.ts'
import { guardPauses } from './pause/guard-pauses.ts'
import { createPauses } from './pause/pauses.ts'
import { createPreviewApi } from './preview/create-preview-api.ts'
import {
  guardLate,
  guardSchedule,
  schedulerApprovalDue,
  schedulerCancelled,
  schedulerDelayed,
  schedulerFired,
  schedulerMissed,
  schedulerMoved,
  schedulerOccurrenceFailed,
  schedulerOverdue,
  schedulerPaused,
  schedulerResumed,
  schedulerScheduled,
  schedulerStalled,
} from './schedule-events.ts'
import type { SchedulerApi } from './scheduler-api.ts'
import { createSeriesApi } from './series/create-series-api.ts'
import { createSeriesImports } from './series/import-series.ts'
import { createSeriesStore } from './series/series-store.ts'
import { createSlotsApi } from './slots/create-slots-api.ts'
import { createWorkerApi } from './worker/create-worker-api.ts'
import { createOverdue } from './worker/overdue.ts'
import { startWatch } from './worker/watch.ts'
import { createWorker } from './worker/worker.ts'

/** Names the scheduler for plugins that depend on it. */
export const schedulerRef = pluginRef<SchedulerApi>()('scheduler')

function createApi(host: PluginHost, options: ReadyOptions): SchedulerApi {
  const calendar = createCalendar(host, options)
  auditCalendar(calendar)
  tellApprovalDue(calendar)
  const pauses = createPauses(host)
  const overdue = createOverdue(calendar, pauses)
  const worker = createWorker(calendar, pauses, overdue)
  const shelf = createSeriesStore(host.store, calendar.batches)
  const api: SchedulerApi = {
    ...createCalendarApi(calendar),
    ...createWorkerApi(calendar, pauses, worker, overdue),
    ...createPreviewApi(calendar, pauses),
    ...createPauseApi(calendar, pauses, () => worker.wake()),
    approvals: createApprovalsApi(calendar),
    series: createSeriesApi(calendar, shelf),
    bulk: createBulkApi(calendar, shelf, createSeriesImports(calendar, shelf)),
    slots: createSlotsApi(calendar),
  }
  keepScheduledMedia(host, calendar.records)
  guardApprovals(calendar)
  if (host.storeIsDurable) {
    guardPauses(host, pauses, options.sweepEveryMs)
    host.onClose(startWatch(calendar, pauses, overdue))
    host.onClose(() => worker.stop())
    if (options.work && host.backgroundWork) worker.start()
  }
  return api
}

/**
 * Publishes posts at a wall time in a zone: once, over restarts and several workers. Needs a durable
 * store. A post is prepared and checked when it is scheduled.
 * @throws InvalidInputError `invalid-options`
 */
export function scheduler(options: SchedulerOptions = {}) {
  const ready = readOptions(options)
  return definePlugin({
    ref: schedulerRef,
    enabled: ready.enabled,
    declares: [guardSchedule, guardLate],
    events: [
      schedulerScheduled,
      schedulerMoved,
      schedulerDelayed,
      schedulerFired,
      schedulerMissed,
      schedulerApprovalDue,
      schedulerOccurrenceFailed,
      schedulerCancelled,
      schedulerOverdue,
      schedulerStalled,
      schedulerPaused,
      schedulerResumed,
    ],
    setup: (host) => createApi(host, ready),
  })
}
