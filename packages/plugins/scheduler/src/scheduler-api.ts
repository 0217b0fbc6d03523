import type { ApprovalsApi } from './approvals/approvals-api.ts'
import type { BulkApi } from './bulk/bulk-api.ts'
import type { CalendarApi } from './calendar/calendar-api.ts'
import type { PauseApi } from './pause/pause-api.ts'
import type { PreviewApi } from './preview/preview-api.ts'
import type { SeriesApi } from './series/series-api.ts'
import type { SlotsApi } from './slots/slots-api.ts'
import type { WorkerApi } from './worker/worker-api.ts'

/** `tutti.scheduler`. */
export interface SchedulerApi extends CalendarApi, PreviewApi, WorkerApi, PauseApi {
  readonly approvals: ApprovalsApi
  /** Many posts at once: files in, files out. */
  readonly bulk: BulkApi
  /** Posts that come again and again. */
  readonly series: SeriesApi
  /** Queues that fill the weekly times of channels. */
  readonly slots: SlotsApi
}
