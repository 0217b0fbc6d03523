import type { OperationContext, OutgoingPart, PreparedPart, ReplyTarget, StagedPost } from '@tutti/model'
import { stageMedia } from '../media/stage-media.ts'
import { ownDid } from '../protocol/own-did.ts'
import { resolvePost } from '../protocol/resolve-refs.ts'
import { findThumb } from '../record/embed.ts'
import { makeFacets } from '../record/facets.ts'
import { type StagedFacts, toStagedPost } from '../record/staged-facts.ts'
import { resolveMentions } from './resolve-mentions.ts'

/** Servers keep a blob that no record names for an hour at least. Source: https://atproto.com/specs/blob, read 2026-11-22. */
const blobLifeMs = 60 * 60_000

/**
 * Makes `stagePost`: uploads images or the video, and finds the DIDs of those mentioned, the post answered and the post
 * quoted. A video that the service is still making ready is no reason to wait here: `publishPost` asks for it.
 * @throws MediaError `media-too-large`, before anything is uploaded
 * @throws InvalidInputError `invalid-input`, RejectedError `not-found` for the post answered or quoted
 * @throws RejectedError `forbidden` when the account may upload no video
 */
export function createStagePost(videoService: string | undefined) {
  return async function stagePost(input: OutgoingPart, context: OperationContext): Promise<StagedPost> {
    const { part, replyTo } = input
    const uploadsFrom = context.clock.now()
    const mentions = await resolveMentions(part.text, context)
    const facts: StagedFacts = {
      did: await ownDid(context),
      ...(await stageMedia(part, videoService, context)),
      mentions,
      facets: await makeFacets(part.text, mentions),
      ...(replyTo ? { reply: await resolveReply(replyTo, context) } : {}),
      ...(part.quote ? { quote: await resolveQuote(part.quote, context) } : {}),
    }
    return toStagedPost(facts, part.media.length > 0 || findThumb(part) ? uploadsFrom + blobLifeMs : undefined)
  }
}

/** The root is the parent's own root: what the caller takes for one may itself be a reply. */
export async function resolveReply(replyTo: Pick<ReplyTarget, 'parent'>, context: OperationContext) {
  const { post, root } = await resolvePost(replyTo.parent, context, 'replyTo')
  return { root: root ?? post, parent: post }
}

async function resolveQuote(quote: NonNullable<PreparedPart['quote']>, context: OperationContext) {
  return (await resolvePost(quote, context, 'quote')).post
}
