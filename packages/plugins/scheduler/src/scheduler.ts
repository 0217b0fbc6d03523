import { definePlugin, type PluginHost, pluginRef } from '@tutti/model'
import { createCalendar } from './calendar/create-calendar.ts'
import { createCalendarApi } from './calendar/create-calendar-api.ts'
import { keepScheduledMedia } from './calendar/scheduled-media.ts'
import { type ReadyOptions, readOptions, type SchedulerOptions } from './options.ts'
import {
  guardSchedule,
  schedulerCancelled,
  schedulerFired,
  schedulerMissed,
  schedulerMoved,
  schedulerScheduled,
} from './schedule-events.ts'
import type { SchedulerApi } from './scheduler-api.ts'
import { startWorker } from './worker/start-worker.ts'

/** Names the scheduler for plugins that depend on it. */
export const schedulerRef = pluginRef<SchedulerApi>()('scheduler')

function createApi(host: PluginHost, options: ReadyOptions): SchedulerApi {
  const calendar = createCalendar(host, options)
  keepScheduledMedia(host, calendar.records)
  if (host.storeIsDurable) startWorker(calendar, options.sweepEveryMs)
  return {
    ...createCalendarApi(calendar),
  }
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
    declares: [guardSchedule],
    events: [schedulerScheduled, schedulerMoved, schedulerFired, schedulerMissed, schedulerCancelled],
    setup: (host) => createApi(host, ready),
  })
}
