import { defineEvent, defineHook, type Preview } from '@tutti/model'
import type { ScheduledPost } from './calendar/schedule-record.ts'

/** A post has got its time. */
export const schedulerScheduled = defineEvent<{ readonly scheduled: ScheduledPost }>()('scheduler.scheduled')

/**
 * A post has got another time, or its first: by somebody's decision, or because the rules of its time zone
 * have changed and its wall time means another instant now.
 */
export const schedulerMoved = defineEvent<{
  readonly scheduled: ScheduledPost
  /** Epoch milliseconds. */
  readonly previousAt?: number | undefined
  readonly why: 'rescheduled' | 'zone-changed'
}>()('scheduler.moved')

/** A scheduled post was handed to every channel; its `deliveries` tell what came of it. */
export const schedulerFired = defineEvent<{ readonly scheduled: ScheduledPost }>()('scheduler.fired')

/** A scheduled post was not published because its time had passed, or waits for a decision. */
export const schedulerMissed = defineEvent<{ readonly scheduled: ScheduledPost }>()('scheduler.missed')

/** A scheduled post was cancelled. */
export const schedulerCancelled = defineEvent<{ readonly scheduled: ScheduledPost }>()('scheduler.cancelled')

/** May refuse that a post is scheduled for a time: quiet hours, a full calendar. */
export const guardSchedule = defineHook<{ readonly preview: Preview; readonly at: number }>()(
  'guard',
  'scheduler.guard',
)
