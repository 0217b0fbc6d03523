import { InvalidInputError } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import type { ScheduleRecord, ScheduleState } from '../calendar/schedule-record.ts'
import { isApproved } from './approved.ts'

const unapprovedStates: readonly ScheduleState[] = ['draft', 'submitted', 'rejected']

/**
 * Refuses early what the guard would hold back: a post that still waits for approval, or that was not approved
 * as it is.
 * @throws InvalidInputError `approval-missing`
 */
export async function requireApproval({ options }: Calendar, record: ScheduleRecord): Promise<void> {
  const isNeeded = options.approval === 'required' || (record.approvals ?? []).length > 0
  const isOpen = unapprovedStates.includes(record.state)
  if (!isOpen && (!isNeeded || (await isApproved(record, options.approvalsNeeded)))) return
  throw new InvalidInputError({
    code: 'approval-missing',
    message: `the post "${record.id}" is ${isOpen ? record.state : 'not approved as it is'}`,
    path: 'id',
  })
}
