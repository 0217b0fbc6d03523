import type { OperationContext, PreparedMedia } from '@tutti/model'
import { maxImageBytes, maxVideoBytes } from '../limits.ts'
import type { BlobRef, StagedFacts } from '../record/staged-facts.ts'
import { checkSize, uploadBlob } from './upload-blob.ts'
import { uploadVideo } from './video-service.ts'

type StagedMedia = Pick<StagedFacts, 'blobs' | 'videoJob'>

/**
 * Uploads what a post shows. A video goes to the video service where there is one, else to the account's server as any
 * file: then the AppView makes it ready after the post is there.
 * @throws MediaError `media-too-large`, before anything is uploaded
 */
export async function stageMedia(
  media: readonly PreparedMedia[],
  videoService: string | undefined,
  context: OperationContext,
): Promise<StagedMedia> {
  if (media.length === 0) return { blobs: [] }
  const { limits } = await context.account.describe()
  const maxBytes = { image: maxImageBytes, video: maxVideoBytes }
  for (const [index, item] of media.entries()) {
    if (item.kind !== 'image' && item.kind !== 'video') continue
    checkSize(item, `media[${index}]`, limits.media[item.kind]?.maxBytes ?? maxBytes[item.kind])
  }
  const [first] = media
  if (first?.kind === 'video' && videoService !== undefined) {
    return { blobs: [], videoJob: await uploadVideo(first, videoService, context) }
  }
  const blobs: BlobRef[] = []
  for (const item of media) blobs.push(await uploadBlob(item, context))
  return { blobs }
}
