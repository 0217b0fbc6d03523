import { guardPublish } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isApproved } from './approved.ts'

/**
 * Compares once more, before the first part of a post is sent: what goes out is what was approved. Where
 * approval is required, that holds for every post of the client, also one that never was in the calendar.
 */
export function guardApprovals({ host, options, records }: Calendar): void {
  const { approval, approvalsNeeded } = options
  host.use(
    guardPublish.use(async ({ prepared }) => {
      const record = (await records.find(prepared.postId))?.record
      const isNeeded = approval === 'required' || (record?.approvals ?? []).length > 0
      if (!isNeeded) return
      if (!record) return { deny: 'nobody approved it: it is not in the calendar' }
      if (record.preview.channels[prepared.channel]?.contentHash !== prepared.contentHash) {
        return { deny: 'it is not what the calendar has' }
      }
      if (!(await isApproved(record, approvalsNeeded))) return { deny: 'it is not approved as it is' }
    }),
  )
}
