import type { Acknowledged, OperationContext } from '@tutti/model'
import type { Raw } from '../read/members-of.ts'
import { makeGate } from '../record/gates.ts'
import { type AtUri, formatAtUri } from './at-uri.ts'
import type { collections } from './collections.ts'
import { getRecord, putRecord } from './records.ts'

/**
 * Changes the gate of a post of the account's own by compare-and-set; what else it says stays.
 * @param change answers the gate as it is to be, or the very one it was given: then nothing is written
 * @throws RejectedError `conflict` when the gate was changed meanwhile
 */
export async function changeGate(
  context: OperationContext,
  collection: typeof collections.threadgate | typeof collections.postgate,
  post: AtUri,
  change: (gate: Raw) => Raw,
): Promise<Acknowledged> {
  const { did, rkey } = post
  const stored = await getRecord(context, formatAtUri({ did, collection, rkey }))
  const before = stored?.value ?? makeGate(formatAtUri(post), context.clock.now())
  const record = change(before)
  if (record === before) return { warnings: [], raw: stored }
  const answer = await putRecord(context, { collection, rkey, record, swapRecord: stored?.cid ?? null })
  return { warnings: [], raw: answer.body }
}
