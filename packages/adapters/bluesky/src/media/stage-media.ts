import type { OperationContext, PreparedPart } from '@tutti/model'
import { maxImageBytes, maxThumbBytes, maxVideoBytes } from '../limits.ts'
import { findThumb } from '../record/embed.ts'
import type { BlobRef, StagedFacts } from '../record/staged-facts.ts'
import { checkSize, uploadBlob } from './upload-blob.ts'
import { uploadVideo } from './video-service.ts'

type StagedMedia = Pick<StagedFacts, 'blobs' | 'videoJob' | 'thumb'>

/**
 * Uploads what a post shows: its media, or the picture of its link's card. A video goes to the video service where there is one, else to the account's server as any
 * file: then the AppView makes it ready after the post is there.
 * @throws MediaError `media-too-large`, before anything is uploaded
 */
export async function stageMedia(
  part: PreparedPart,
  videoService: string | undefined,
  context: OperationContext,
): Promise<StagedMedia> {
  const { media } = part
  const thumb = findThumb(part)
  if (media.length === 0 && !thumb) return { blobs: [] }
  const { limits } = await context.account.describe()
  const maxBytes = { image: maxImageBytes, video: maxVideoBytes }
  for (const [index, item] of media.entries()) {
    if (item.kind !== 'image' && item.kind !== 'video') continue
    checkSize(item, `media[${index}]`, limits.media[item.kind]?.maxBytes ?? maxBytes[item.kind])
  }
  if (thumb) {
    checkSize(thumb, 'link.image', limits.linkCard?.image?.maxBytes ?? maxThumbBytes)
    return { blobs: [], thumb: await uploadBlob(thumb, context) }
  }
  const [first] = media
  if (first?.kind === 'video' && videoService !== undefined) {
    return { blobs: [], videoJob: await uploadVideo(first, videoService, context) }
  }
  const blobs: BlobRef[] = []
  for (const item of media) blobs.push(await uploadBlob(item, context))
  return { blobs }
}
