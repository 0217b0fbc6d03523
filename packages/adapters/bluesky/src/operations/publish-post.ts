import { asArray, requireString } from '@tutti/adapter-kit'
import type { OperationContext, PublishPostInput, PublishPostOutput } from '@tutti/model'
import { InvalidInputError } from '@tutti/model'
import { writeCosts } from '../limits.ts'
import { fetchVideo } from '../media/video-service.ts'
import { requireRecordUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { tidOfKey } from '../protocol/tid.ts'
import { procedure } from '../protocol/xrpc.ts'
import { membersOf, type Raw } from '../read/members-of.ts'
import { postRef } from '../read/ref.ts'
import { checkPart } from '../record/check-part.ts'
import { findThumb } from '../record/embed.ts'
import { type GateWrite, makeGateWrites } from '../record/gate-writes.ts'
import { makePostRecord } from '../record/post-record.ts'
import { stagedFacts } from '../record/staged-facts.ts'
import { warnOfUnresolved } from './resolve-mentions.ts'

/**
 * Creates the record under our own key, in one request, together with the gates that say who may reply and quote. A server that has the key already answers
 * 500, which stays `unknown`: `findPost` finds it.
 * @throws RateLimitError `rate-limited` while the video service is making the video ready; nothing was sent
 * @throws InvalidInputError `invalid-input`, `text-too-long`, `content-changed`, before anything is sent
 */
export async function publishPost(input: PublishPostInput, context: OperationContext): Promise<PublishPostOutput> {
  const { part, key, createdAt } = input
  const facts = stagedFacts(input.staged)
  checkPart(part)
  const staged = facts.videoJob ? { ...facts, blobs: [await fetchVideo(facts.videoJob, context)] } : facts
  if (staged.blobs.length !== part.media.length || (findThumb(part) !== undefined) !== (staged.thumb !== undefined)) {
    throw new InvalidInputError({
      code: 'content-changed',
      message: 'Bluesky: what was uploaded is not what the post has',
      path: 'staged',
    })
  }
  const rkey = await tidOfKey(key)
  const record = makePostRecord(part, createdAt, staged)
  const gates = makeGateWrites(part, rkey, createdAt, staged)
  const { created, raw } = await (gates.length === 0 ? writeAlone : writeWithGates)(
    { repo: staged.did, rkey, record, gates },
    context,
  )
  return {
    state: 'published',
    ref: postRef(requireRecordUri(created.uri), context, requireString(created.cid, 'cid'), record),
    warnings: warnOfUnresolved(part.text, staged.mentions),
    raw,
  }
}

interface PostWrite {
  readonly repo: string
  readonly rkey: string
  readonly record: Raw
  readonly gates: readonly GateWrite[]
}

async function writeAlone({ repo, rkey, record }: PostWrite, context: OperationContext) {
  const { body } = await procedure(
    context,
    'com.atproto.repo.createRecord',
    { repo, collection: collections.post, rkey, record },
    { bucket: 'writes', cost: writeCosts.create, commit: true },
  )
  return { created: membersOf(body), raw: body }
}

/** The post and its gates in one commit: all of them, or none. */
async function writeWithGates({ repo, rkey, record, gates }: PostWrite, context: OperationContext) {
  const post: GateWrite = { collection: collections.post, value: record }
  const writes = [post, ...gates].map(({ collection, value }) => ({
    $type: 'com.atproto.repo.applyWrites#create',
    collection,
    rkey,
    value: { ...value, $type: collection },
  }))
  const { body } = await procedure(
    context,
    'com.atproto.repo.applyWrites',
    { repo, writes },
    { bucket: 'writes', cost: writeCosts.create * writes.length, commit: true },
  )
  const [created] = asArray(membersOf(body).results)
  return { created: membersOf(created), raw: body }
}
