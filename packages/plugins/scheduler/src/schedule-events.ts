import { defineEvent, defineHook, type ErrorRecord, type Preview } from '@tutti/model'
import type { ScheduledPost } from './calendar/schedule-record.ts'
import type { Pause, PauseScope } from './pause/pause-api.ts'
import type { OccurrenceFailure } from './series/series-api.ts'
import type { OverduePost } from './worker/worker-api.ts'

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

/**
 * A post could not be sent for now: the way to the platform, the platform or the store was down. It has not left, and
 * is tried again as long as it may be late by its own policy.
 */
export const schedulerDelayed = defineEvent<{
  readonly scheduled: ScheduledPost
  readonly channel: string
  /** Epoch milliseconds. */
  readonly nextTryAt: number
  readonly error: ErrorRecord
}>()('scheduler.delayed')

/** A scheduled post was not published because its time had passed, or waits for a decision. */
export const schedulerMissed = defineEvent<{ readonly scheduled: ScheduledPost }>()('scheduler.missed')

/** A scheduled post was cancelled. */
export const schedulerCancelled = defineEvent<{ readonly scheduled: ScheduledPost }>()('scheduler.cancelled')

/** The time of a post comes near and it is not approved. Once for each time that it is given. */
export const schedulerApprovalDue = defineEvent<{
  readonly scheduled: ScheduledPost
  /** Epoch milliseconds at which it should go out. */
  readonly dueAt: number
}>()('scheduler.approval-due')

/** A post should have gone out and has not. Once for each time that it is given. */
export const schedulerOverdue = defineEvent<{ readonly overdue: OverduePost }>()('scheduler.overdue')

/** Posts are due and no worker claims them: once, until one does again. */
export const schedulerStalled = defineEvent<{
  /** Epoch milliseconds at which the oldest of them was due. */
  readonly oldestDueAt: number
}>()('scheduler.stalled')

/** An occurrence of a series could not be placed in the calendar as it is: once for each occurrence. */
export const schedulerOccurrenceFailed = defineEvent<{
  readonly seriesId: string
  readonly failure: OccurrenceFailure
}>()('scheduler.occurrence-failed')

/** A channel, a campaign or everything was paused. */
export const schedulerPaused = defineEvent<{ readonly pause: Pause }>()('scheduler.paused')

/** A pause has ended. */
export const schedulerResumed = defineEvent<{ readonly scope: PauseScope; readonly by?: string | undefined }>()(
  'scheduler.resumed',
)

/** May refuse that a post is scheduled for a time: quiet hours, a full calendar. */
export const guardSchedule = defineHook<{ readonly preview: Preview; readonly at: number }>()(
  'guard',
  'scheduler.guard',
)

/**
 * May keep a post back that goes out more than a minute late: what it says may be out of date by then. What is
 * denied is `missed`, or `waiting` where its `late` policy is `ask`.
 */
export const guardLate = defineHook<{ readonly scheduled: ScheduledPost; readonly lateMs: number }>()(
  'guard',
  'scheduler.guard-late',
)
