import type { Denial, PreparedPost } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { guardByStore } from '../guard-by-store.ts'
import { isApproved } from './approved.ts'

/**
 * Compares once more, before the first part of a post is sent: what goes out is what was approved. Where
 * approval is required, that holds for every post of the client, also one that never was in the calendar.
 */
export function guardApprovals(calendar: Calendar): void {
  const { host, options } = calendar
  guardByStore(host, {
    unreadable: 'whether it is approved',
    retryAfterMs: options.sweepEveryMs,
    judge: (prepared) => judge(calendar, prepared),
  })
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
