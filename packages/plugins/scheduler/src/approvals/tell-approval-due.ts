import type { Calendar } from '../calendar/calendar.ts'
import { isTakenOver } from '../calendar/records.ts'
import { hasTime, type ScheduleState } from '../calendar/schedule-record.ts'
import { schedulerApprovalDue } from '../schedule-events.ts'

const waitingStates: readonly ScheduleState[] = ['draft', 'submitted', 'rejected']

/** Tells ahead of time what nobody has approved yet: once for each time that a post is given. */
export function tellApprovalDue({ host, options, records, extensions, show }: Calendar): void {
  let lookAt = 0
  extensions.sweep.push(async () => {
    const now = host.clock.now()
    // It reads every post of the time ahead: not in each sweep.
    if (now < lookAt) return
    lookAt = now + options.approvalDueMs / 24
    for await (const found of records.between(now, now + options.approvalDueMs)) {
      const { record } = found
      if (!waitingStates.includes(record.state) || !hasTime(record) || record.approvalDueTold === record.at) continue
      try {
        // Several workers sweep: the one whose write succeeds tells.
        const told = await records.replace(found, { approvalDueTold: record.at })
        host.emit(schedulerApprovalDue, { scheduled: show(told.record), dueAt: record.at })
      } catch (error) {
        if (!isTakenOver(error)) throw error
      }
    }
  })
}
