import type { CalendarApi } from './calendar/calendar-api.ts'

/** `tutti.scheduler`. */
export interface SchedulerApi extends CalendarApi {}
