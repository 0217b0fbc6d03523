export type { CalendarApi, DecisionInput, ScheduleFilter, ScheduleInput, TimeInput } from './calendar/calendar-api.ts'
export type {
  CalendarPost,
  HistoryEntry,
  ScheduledPost,
  ScheduleOrigin,
  ScheduleState,
} from './calendar/schedule-record.ts'
export type { LatePolicy, SchedulerOptions } from './options.ts'
export {
  guardSchedule,
  schedulerCancelled,
  schedulerFired,
  schedulerMissed,
  schedulerMoved,
  schedulerScheduled,
} from './schedule-events.ts'
export { scheduler, schedulerRef } from './scheduler.ts'
export type { SchedulerApi } from './scheduler-api.ts'
export type { Disambiguation, WallTime } from './time/wall-time.ts'
