import { requireString } from '@tutti/adapter-kit'
import type { OperationContext, PublishPostInput, PublishPostOutput } from '@tutti/model'
import { InvalidInputError } from '@tutti/model'
import { writeCosts } from '../limits.ts'
import { requireRecordUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { tidOfKey } from '../protocol/tid.ts'
import { procedure } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'
import { postRef } from '../read/ref.ts'
import { checkPart } from '../record/check-part.ts'
import { makePostRecord } from '../record/post-record.ts'
import { stagedFacts } from '../record/staged-facts.ts'
import { warnOfUnresolved } from './resolve-mentions.ts'

/**
 * Creates the record under our own key, in one request. A server that has the key already answers
 * 500, which stays `unknown`: `findPost` finds it.
 * @throws InvalidInputError `invalid-input`, `text-too-long`, `content-changed`, before anything is sent
 */
export async function publishPost(input: PublishPostInput, context: OperationContext): Promise<PublishPostOutput> {
  const { part, key, createdAt } = input
  const staged = stagedFacts(input.staged)
  checkPart(part)
  if (staged.blobs.length !== part.media.length) {
    throw new InvalidInputError({
      code: 'content-changed',
      message: `Bluesky: ${staged.blobs.length} images were uploaded, the post has ${part.media.length}`,
      path: 'staged',
    })
  }
  const record = makePostRecord(part, createdAt, staged)
  const answer = await procedure(
    context,
    'com.atproto.repo.createRecord',
    { repo: staged.did, collection: collections.post, rkey: await tidOfKey(key), record },
    { bucket: 'writes', cost: writeCosts.create, commit: true },
  )
  const { uri, cid } = membersOf(answer.body)
  return {
    state: 'published',
    ref: postRef(requireRecordUri(uri), requireString(cid, 'cid'), record),
    warnings: warnOfUnresolved(part.text, staged.mentions),
    raw: answer.body,
  }
}
