import type { FindPostInput, FindPostOutput, OperationContext } from '@tutti/model'
import { formatAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { getRecord } from '../protocol/records.ts'
import { tidOfKey } from '../protocol/tid.ts'
import { postRef } from '../read/ref.ts'
import { stagedFacts } from '../record/staged-facts.ts'

/**
 * Reads the record of our own key, where it is written: it is there or it is not. A record of that
 * key with other words is somebody else's, and no match.
 */
export async function findPost(input: FindPostInput, context: OperationContext): Promise<FindPostOutput> {
  const { did } = stagedFacts(input.staged)
  const uri = formatAtUri({ did, collection: collections.post, rkey: await tidOfKey(input.key) })
  const stored = await getRecord(context, uri)
  const isOurs = stored !== undefined && stored.value.text === input.part.text
  return { matches: isOurs ? [postRef(stored.uri, context, stored.cid, stored.value)] : [], complete: true }
}
