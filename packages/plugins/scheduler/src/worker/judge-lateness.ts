import type { Calendar } from '../calendar/calendar.ts'
import type { ScheduleState, TimedRecord } from '../calendar/schedule-record.ts'
import { guardLate } from '../schedule-events.ts'
import { punctualMs } from './queues.ts'

/** Why something is not published, and what becomes of it. */
export interface Verdict {
  readonly state: Extract<ScheduleState, 'missed' | 'waiting'>
  readonly reason: string
  readonly unapproved?: boolean | undefined
}

/** How late a post may be by its own policy. */
export function allowedLatenessMs({ late }: Pick<TimedRecord, 'late'>): number {
  return late.policy === 'publish-within' ? Math.max(late.graceMs, punctualMs) : punctualMs
}

/** What a post that goes out too late becomes. */
export function tooLate({ late }: Pick<TimedRecord, 'late'>, reason: string): Verdict {
  return { state: late.policy === 'ask' ? 'waiting' : 'missed', reason }
}

/** What becomes of a post whose time has passed; nothing when it may go out. */
export async function judgeLateness(calendar: Calendar, record: TimedRecord): Promise<Verdict | undefined> {
  const lateMs = calendar.host.clock.now() - record.at
  if (lateMs > allowedLatenessMs(record)) {
    return tooLate(record, `its time passed ${Math.round(lateMs / 1000)} s ago, before a worker could publish it`)
  }
  if (lateMs <= punctualMs) return undefined
  const denial = await calendar.host.runGuard(guardLate, { scheduled: calendar.show(record), lateMs })
  return denial && tooLate(record, denial.deny)
}
