export type { LatePolicy, SchedulerOptions } from './options.ts'
export {
  guardSchedule,
  schedulerCancelled,
  schedulerFired,
  schedulerMissed,
  schedulerScheduled,
} from './schedule-events.ts'
export type { ScheduledPost, ScheduleState } from './scheduled-post.ts'
export { scheduler, schedulerRef } from './scheduler.ts'
export type { ScheduleInput, SchedulerApi } from './scheduler-api.ts'
export type { Disambiguation, WallTime } from './wall-time.ts'
