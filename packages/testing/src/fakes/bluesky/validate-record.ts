import type { FakeBlueskyLedger, FakeBlueskyRecordValue } from './ledger.ts'
import { invalidRequest, XrpcRefusal } from './refusal.ts'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Refuses what the real server refuses in a post, in its words. What it takes silently is taken here
 * too: an empty text, facets outside of the text, unknown embeds.
 */
export function validatePost(record: FakeBlueskyRecordValue, did: string, ledger: FakeBlueskyLedger): void {
  const refuse = (problem: string, place: string) =>
    invalidRequest(`Invalid app.bsky.feed.post record: ${problem} at $.record${place}`)
  const { text, createdAt, langs, reply } = record
  if (typeof text !== 'string') throw refuse(`Expected string value type (got ${text})`, '.text')
  const byteLength = Buffer.byteLength(text)
  if (byteLength > 3000) throw refuse(`string too big (maximum 3000, got ${byteLength})`, '.text')
  const graphemeCount = [...graphemes.segment(text)].length
  if (graphemeCount > 300) throw refuse(`grapheme too big (maximum 300, got ${graphemeCount})`, '.text')
  if (createdAt === undefined) throw refuse('Missing required key "createdAt"', '')
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(String(createdAt))) {
    throw refuse(`Invalid datetime (got "${createdAt}")`, '.createdAt')
  }
  if (Array.isArray(langs) && langs.length > 3) {
    throw refuse(`array too big (maximum 3, got ${langs.length})`, '.langs')
  }
  if (reply !== undefined && !hasMember(reply, 'root')) throw refuse('Missing required key "root"', '.reply')
  const embed = record.embed as
    | {
        $type?: string
        media?: { $type?: string; images?: unknown; video?: unknown }
        images?: unknown
        video?: unknown
      }
    | undefined
  const video = (embed?.$type === 'app.bsky.embed.recordWithMedia' ? embed.media : embed)?.video
  if (video !== undefined) validateVideo(video, did, ledger, refuse)
  const images = embed?.$type === 'app.bsky.embed.recordWithMedia' ? embed.media?.images : embed?.images
  if (Array.isArray(images)) validateImages(images, did, ledger, refuse)
}

function validateImages(
  images: readonly unknown[],
  did: string,
  ledger: FakeBlueskyLedger,
  refuse: (problem: string, place: string) => XrpcRefusal,
): void {
  if (images.length > 4) throw refuse(`array too big (maximum 4, got ${images.length})`, '.embed.images')
  for (const [index, item] of images.entries()) {
    const place = `.embed.images[${index}]`
    if (!hasMember(item, 'alt')) throw refuse('Missing required key "alt"', place)
    const { image } = item as { image?: { ref?: { $link?: string }; mimeType?: string; size?: number } }
    const link = image?.ref?.$link ?? ''
    const blob = ledger.blobs.get(`${did} ${link}`)
    if (!blob) throw new XrpcRefusal(400, 'BlobNotFound', `Could not find blob: ${link}`)
    if (!blob.mimeType.startsWith('image/')) {
      throw refuse(`Expected "image/*" (got "${blob.mimeType}")`, `${place}.image.mimeType`)
    }
    if (blob.size > 2_000_000) throw refuse(`blob too big (maximum 2000000, got ${blob.size})`, `${place}.image`)
  }
}

function validateVideo(
  video: unknown,
  did: string,
  ledger: FakeBlueskyLedger,
  refuse: (problem: string, place: string) => XrpcRefusal,
): void {
  const link = (video as { ref?: { $link?: string } } | null)?.ref?.$link ?? ''
  const blob = ledger.blobs.get(`${did} ${link}`)
  if (!blob) throw new XrpcRefusal(400, 'BlobNotFound', `Could not find blob: ${link}`)
  if (blob.mimeType !== 'video/mp4') {
    throw refuse(`Expected "video/mp4" (got "${blob.mimeType}")`, '.embed.video.mimeType')
  }
}

const hasMember = (value: unknown, name: string) => typeof value === 'object' && value !== null && name in value
