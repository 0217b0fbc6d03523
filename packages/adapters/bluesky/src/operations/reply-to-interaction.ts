import type { OperationContext, StableOperationVocabulary } from '@tutti/model'
import { TuttiError } from '@tutti/model'
import { collections } from '../protocol/collections.ts'
import { ownDid } from '../protocol/own-did.ts'
import { createRecord, getRecord, ownUri } from '../protocol/records.ts'
import { tidOfKey } from '../protocol/tid.ts'
import type { Raw } from '../read/members-of.ts'
import { postRef } from '../read/ref.ts'
import { checkPart } from '../record/check-part.ts'
import { makeFacets } from '../record/facets.ts'
import { makePostRecord } from '../record/post-record.ts'
import { resolveMentions, warnOfUnresolved } from './resolve-mentions.ts'
import { resolveReply } from './stage-post.ts'

type ReplyInput = Parameters<StableOperationVocabulary['replyToInteraction']>[0]
type ReplyOutput = Awaited<ReturnType<StableOperationVocabulary['replyToInteraction']>>

/**
 * Answers a reply, mention or quote. A repeat with the same key is the same reply: it is read back, never written twice.
 * @throws InvalidInputError `invalid-input`, `text-too-long`; RejectedError `not-found`
 */
export async function replyToInteraction(input: ReplyInput, context: OperationContext): Promise<ReplyOutput> {
  const { interaction, text, key, languages } = input
  const part = { text, lengths: [], media: [], languages, platformOptions: {} }
  checkPart(part)
  const reply = await resolveReply({ parent: interaction }, context)
  const mentions = await resolveMentions(text, context)
  const facets = await makeFacets(text, mentions)
  const staged = { did: await ownDid(context), blobs: [], mentions, facets, reply }
  const record = makePostRecord(part, context.clock.now(), staged)
  const { ref, raw } = await createOnce(await tidOfKey(key), record, context)
  return { ref: postRef(ref.uri, context, ref.cid, record), warnings: warnOfUnresolved(text, mentions), raw }
}

/** A key that is taken is answered 500 (recorded): what stands there decides whether it was a failure. */
async function createOnce(rkey: string, record: Raw, context: OperationContext) {
  try {
    return await createRecord(context, { collection: collections.post, rkey, record }, true)
  } catch (error) {
    if (!TuttiError.isInstance(error) || error.outcome !== 'unknown') throw error
    const stored = await readBack(rkey, context)
    if (!stored || stored.value.text !== record.text) throw error
    return { ref: { uri: stored.uri, cid: stored.cid }, raw: stored }
  }
}

/** Nothing when it can't be read either: then the first error is the one that says what happened. */
async function readBack(rkey: string, context: OperationContext) {
  const uri = await ownUri(context, collections.post, rkey)
  return getRecord(context, uri).catch(() => undefined)
}
