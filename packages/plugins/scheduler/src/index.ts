export type { ApprovalsApi, AuditEntry, AuditFilter, ByPerson, Draft, DraftInput } from './approvals/approvals-api.ts'
export {
  type ApprovalAction,
  defaultRoles,
  type Person,
  type PolicySubject,
  type Role,
  type RolePolicy,
} from './approvals/roles.ts'
export type {
  BulkApi,
  BulkFormat,
  BulkSource,
  ExportOptions,
  ImportedRow,
  ImportIssue,
  ImportOptions,
  ImportReport,
} from './bulk/bulk-api.ts'
export type { ForeseenPost } from './calendar/calendar.ts'
export type {
  CalendarApi,
  CalendarRange,
  DecisionInput,
  ScheduleFilter,
  ScheduleInput,
  TimeInput,
} from './calendar/calendar-api.ts'
export type { CalendarDay, CalendarEntry } from './calendar/days.ts'
export type {
  Approval,
  CalendarPost,
  HistoryEntry,
  PostComment,
  ScheduledPost,
  ScheduleOrigin,
  ScheduleState,
} from './calendar/schedule-record.ts'
export type { LatePolicy, SchedulerOptions } from './options.ts'
export type { Pause, PauseApi, PauseInput, PauseScope } from './pause/pause-api.ts'
export type {
  CalendarPreview,
  ChannelForecast,
  ChannelPreview,
  PostPreview,
  PreviewApi,
  PreviewNote,
  PreviewRange,
} from './preview/preview-api.ts'
export {
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
export { scheduler, schedulerRef } from './scheduler.ts'
export type { SchedulerApi } from './scheduler-api.ts'
export type {
  Occurrence,
  OccurrenceFailure,
  OccurrenceRange,
  Series,
  SeriesApi,
  SeriesChange,
  SeriesContent,
  SeriesInput,
  SeriesManners,
  SeriesOrder,
  SeriesTimes,
} from './series/series-api.ts'
export type {
  ChannelSlots,
  FreeSlot,
  QueuedPost,
  QueueInput,
  ShuffleInput,
  SlotsApi,
  SlotsInput,
  TooNearSlot,
} from './slots/slots-api.ts'
export type { Disambiguation, WallTime } from './time/wall-time.ts'
export type {
  DeliveryLog,
  OverduePost,
  OverdueReason,
  SchedulerHealth,
  WorkerApi,
  WorkerHealth,
} from './worker/worker-api.ts'
