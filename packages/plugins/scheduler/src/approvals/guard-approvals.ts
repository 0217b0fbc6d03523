import { type Denial, guardPublish, type PreparedPost } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isApproved } from './approved.ts'

/**
 * Compares once more, before the first part of a post is sent: what goes out is what was approved. Where
 * approval is required, that holds for every post of the client, also one that never was in the calendar.
 */
export function guardApprovals(calendar: Calendar): void {
  const { host, options } = calendar
  host.use(
    guardPublish.use(async ({ prepared }) => {
      try {
        return await judge(calendar, prepared)
      } catch {
        // Asked again later: a slow store is no reason to hold it for good, and none to send it.
        return { deny: 'whether it is approved could not be read', retryAfterMs: options.sweepEveryMs }
      }
    }),
  )
}

async function judge({ options, records }: Calendar, prepared: PreparedPost): Promise<Denial | undefined> {
  const record = (await records.find(prepared.postId))?.record
  if (options.approval !== 'required' && (record?.approvals ?? []).length === 0) return undefined
  if (!record) return { deny: 'nobody approved it: it is not in the calendar' }
  if (record.preview.channels[prepared.channel]?.contentHash !== prepared.contentHash) {
    return { deny: 'it is not what the calendar has' }
  }
  if (await isApproved(record, options.approvalsNeeded)) return undefined
  return { deny: 'it is not approved as it is' }
}
