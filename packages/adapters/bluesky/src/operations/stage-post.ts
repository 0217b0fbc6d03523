import { requireObject } from '@tutti/adapter-kit'
import type { OperationContext, OutgoingPart, PreparedMedia, PreparedPart, ReplyTarget, StagedPost } from '@tutti/model'
import { MediaError } from '@tutti/model'
import { maxImageBytes } from '../limits.ts'
import { ownDid } from '../protocol/own-did.ts'
import { resolvePost } from '../protocol/resolve-refs.ts'
import { membersOf } from '../read/members-of.ts'
import { makeFacets } from '../record/facets.ts'
import { type BlobRef, type StagedFacts, toStagedPost } from '../record/staged-facts.ts'
import { resolveMentions } from './resolve-mentions.ts'

/** Servers keep a blob that no record names for an hour at least. Source: https://atproto.com/specs/blob, read 2026-11-22. */
const blobLifeMs = 60 * 60_000
const uploadTimeoutMs = 5 * 60_000

/**
 * Uploads the images, and finds the DIDs of those mentioned, the post answered and the post quoted.
 * @throws MediaError `media-too-large`, before anything is uploaded
 * @throws InvalidInputError `invalid-input`, RejectedError `not-found` for the post answered or quoted
 */
export async function stagePost(input: OutgoingPart, context: OperationContext): Promise<StagedPost> {
  const { part, replyTo } = input
  const uploadsFrom = context.clock.now()
  const mentions = await resolveMentions(part.text, context)
  const facts: StagedFacts = {
    did: await ownDid(context),
    blobs: await uploadImages(part.media, context),
    mentions,
    facets: await makeFacets(part.text, mentions),
    ...(replyTo ? { reply: await resolveReply(replyTo, context) } : {}),
    ...(part.quote ? { quote: await resolveQuote(part.quote, context) } : {}),
  }
  return toStagedPost(facts, part.media.length > 0 ? uploadsFrom + blobLifeMs : undefined)
}

/** The root is the parent's own root: what the caller takes for one may itself be a reply. */
export async function resolveReply(replyTo: Pick<ReplyTarget, 'parent'>, context: OperationContext) {
  const { post, root } = await resolvePost(replyTo.parent, context, 'replyTo')
  return { root: root ?? post, parent: post }
}

async function resolveQuote(quote: NonNullable<PreparedPart['quote']>, context: OperationContext) {
  return (await resolvePost(quote, context, 'quote')).post
}

async function uploadImages(media: readonly PreparedMedia[], context: OperationContext): Promise<readonly BlobRef[]> {
  if (media.length === 0) return []
  // Asked before anything is sent: a server that refuses an upload may leave the connection hanging (recorded).
  const { limits } = await context.account.describe()
  const maxBytes = limits.media.image?.maxBytes ?? maxImageBytes
  for (const [index, item] of media.entries()) checkSize(item, index, maxBytes)
  const blobs: BlobRef[] = []
  for (const item of media) blobs.push(await uploadBlob(item, context))
  return blobs
}

function checkSize(item: PreparedMedia, index: number, maxBytes: number): void {
  if (item.byteLength <= maxBytes) return
  throw new MediaError({
    code: 'media-too-large',
    message: `Bluesky: the image has ${item.byteLength} bytes, the limit is ${maxBytes}`,
    path: `media[${index}]`,
  })
}

async function uploadBlob(item: PreparedMedia, context: OperationContext): Promise<BlobRef> {
  const answer = await context.http.request({
    method: 'POST',
    url: '/xrpc/com.atproto.repo.uploadBlob',
    body: await context.openMedia(item),
    bucket: 'uploads',
    repeatable: true,
    timeoutMs: uploadTimeoutMs,
  })
  return requireObject(membersOf(answer.body).blob, 'blob') as BlobRef
}
