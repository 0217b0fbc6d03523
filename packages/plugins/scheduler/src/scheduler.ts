import { parseOptions } from '@tutti/core'
import {
  definePlugin,
  InvalidInputError,
  PluginError,
  type PluginHost,
  type Preview,
  pluginRef,
  StoreError,
} from '@tutti/model'
import * as z from 'zod/mini'
import { type FireContext, publish } from './fire.ts'
import { defaultGraceMs, lateSchema, type ReadyOptions, readOptions, type SchedulerOptions } from './options.ts'
import { createRecords, isTakenOver, queue, type VersionedRecord } from './records.ts'
import {
  guardSchedule,
  schedulerCancelled,
  schedulerFired,
  schedulerMissed,
  schedulerScheduled,
} from './schedule-events.ts'
import { keepScheduledMedia, refuseForgottenMedia } from './scheduled-media.ts'
import { type ScheduledPost, type ScheduleRecord, type ScheduleState, scheduleStates } from './scheduled-post.ts'
import type { ScheduleInput, SchedulerApi } from './scheduler-api.ts'
import { readWallTime, showLocalTime } from './wall-time.ts'
import { startWorker } from './worker.ts'

const inputSchema = z.strictObject({
  at: z.string(),
  disambiguation: z.optional(z.enum(['compatible', 'earlier', 'later', 'reject'])),
  late: z.optional(lateSchema),
})

const filterSchema = z.strictObject({
  states: z.optional(z.array(z.enum(scheduleStates))),
  from: z.optional(z.number()),
  to: z.optional(z.number()),
})

/** Names the scheduler for plugins that depend on it. */
export const schedulerRef = pluginRef<SchedulerApi>()('scheduler')

/** Refuses a preview that a channel would hold back: found out now, not at nine o'clock. */
function refuseIssues(preview: Preview): void {
  for (const [channel, prepared] of Object.entries(preview.channels)) {
    const issue = prepared.issues.find(({ severity }) => severity === 'error')
    if (!issue) continue
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `${channel} would hold this post back: ${issue.message}`,
      path: issue.path,
      channel,
      advice: issue.advice,
    })
  }
}

function createApi(host: PluginHost, options: ReadyOptions): SchedulerApi {
  const records = createRecords(host.store)
  const show = (record: ScheduleRecord): ScheduledPost => ({
    ...record,
    localTime: showLocalTime(record.at, options.timeZone),
  })
  const context: FireContext = { host, records, show }
  keepScheduledMedia(host, records)
  if (host.storeIsDurable) startWorker(context, options.sweepEveryMs)

  /** Moves a record that is in one of the states; anything else has fired, or is gone. */
  const move = async (
    id: string,
    from: readonly ScheduleState[],
    change: Partial<ScheduleRecord>,
  ): Promise<VersionedRecord> => {
    const found = await records.get(id)
    if (from.includes(found.record.state)) {
      try {
        return await records.replace(found, change)
      } catch (error) {
        if (!isTakenOver(error)) throw error
      }
    }
    const message = `the post "${id}" has fired or was cancelled meanwhile`
    throw new InvalidInputError({ code: 'schedule-not-found', message, path: 'id' })
  }

  return {
    async schedule(post, input: ScheduleInput) {
      const { at, disambiguation = 'compatible', late } = parseOptions(inputSchema, input, 'schedule', 'invalid-input')
      if (!host.storeIsDurable) {
        throw new StoreError({ code: 'store-not-durable', message: 'a scheduled post must survive the process' })
      }
      const time = readWallTime(at, disambiguation)
      if (time.at <= host.clock.now()) {
        throw new InvalidInputError({ code: 'schedule-in-past', message: `at: ${at} has passed`, path: 'at' })
      }
      const preview = await host.client.prepare(post)
      refuseIssues(preview)
      refuseForgottenMedia(preview, host)
      const denial = await host.runGuard(guardSchedule, { preview, at: time.at })
      if (denial) throw new PluginError({ code: 'guard-denied', message: denial.deny })
      const record: ScheduleRecord = {
        ...time,
        id: preview.postId,
        state: 'scheduled',
        disambiguation,
        late: late ? { policy: late.policy, graceMs: late.graceMs ?? defaultGraceMs } : options.late,
        preview,
      }
      if (!(await records.create(record))) {
        const message = `the post "${record.id}" is scheduled already`
        throw new InvalidInputError({ code: 'already-published', message, path: 'post.id' })
      }
      await host.engine.wake(record.at, `${host.name}:${record.id}`)
      const scheduled = show(record)
      host.emit(schedulerScheduled, { scheduled })
      return scheduled
    },

    async cancel(id) {
      const cancelled = await move(id, ['scheduled', 'waiting'], { state: 'cancelled' })
      await host.store.due.remove(queue, id)
      const scheduled = show(cancelled.record)
      host.emit(schedulerCancelled, { scheduled })
      return scheduled
    },

    async publishNow(id) {
      const firing = await move(id, ['scheduled', 'missed', 'waiting'], { state: 'firing', firedAt: host.clock.now() })
      // Due from now on, so that another worker finishes it should this process die.
      await host.store.due.add(queue, id, host.clock.now())
      const scheduled = await publish(context, firing)
      await host.store.due.remove(queue, id)
      return scheduled
    },

    get: async (id) => show((await records.get(id)).record),

    async list(filter = {}) {
      const {
        states,
        from = Number.NEGATIVE_INFINITY,
        to = Number.POSITIVE_INFINITY,
      } = parseOptions(filterSchema, filter, 'filter', 'invalid-input')
      const found: ScheduledPost[] = []
      for await (const record of records.all(states)) {
        if (record.at >= from && record.at < to) found.push(show(record))
      }
      return found.sort((one, other) => one.at - other.at)
    },
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
    events: [schedulerScheduled, schedulerFired, schedulerMissed, schedulerCancelled],
    setup: (host) => createApi(host, ready),
  })
}
