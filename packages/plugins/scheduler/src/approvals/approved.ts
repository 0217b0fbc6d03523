import type { ScheduleRecord } from '../calendar/schedule-record.ts'
import { contentHashOf } from './content-hash.ts'

/** Whether enough people have approved the very content that a record holds. */
export async function isApproved(record: ScheduleRecord, needed: number): Promise<boolean> {
  const contentHash = await contentHashOf(record.preview)
  const people = (record.approvals ?? []).filter((one) => one.contentHash === contentHash).map(({ by }) => by)
  return new Set(people).size >= needed
}
