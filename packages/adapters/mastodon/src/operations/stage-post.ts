import { asObject, requireString } from '@tutti/adapter-kit'
import type { FormPart, Operation, OperationContext, OutgoingPart, PreparedMedia, StagedPost } from '@tutti/model'

/**
 * Unattached uploads are thrown away after a day (`MediaAttachment` of mastodon/mastodon, read
 * 2026-11-22): an hour less is safe to use.
 */
const keptForMs = 23 * 60 * 60 * 1000

const uploadTimeoutMs = 10 * 60 * 1000

/**
 * Uploads the media; invisible until a post names them. Mastodon may answer before it has worked on
 * a file (202). Nothing waits for that here: those are remembered, and `publishPost` looks first.
 */
export const stagePost: Operation<OutgoingPart, StagedPost> = async ({ part }, context) => {
  const uploads: Upload[] = []
  for (const media of part.media) uploads.push(await upload(media, context))
  const mediaIds = uploads.map(({ id }) => id)
  if (mediaIds.length === 0) return { facts: { mediaIds } }
  const processing = uploads.filter(({ isReady }) => !isReady).map(({ id }) => id)
  const facts = processing.length === 0 ? { mediaIds } : { mediaIds, processing }
  return { facts, expiresAt: context.clock.now() + keptForMs }
}

interface Upload {
  readonly id: string
  readonly isReady: boolean
}

async function upload(media: PreparedMedia, context: OperationContext): Promise<Upload> {
  const source = await context.openMedia(media)
  const multipart: FormPart[] = [{ name: 'file', source, fileName: media.fileName ?? nameFor(media.mimeType) }]
  if (media.alt) multipart.push({ name: 'description', value: media.alt })
  const answer = await context.http.request({
    method: 'POST',
    url: '/api/v2/media',
    multipart,
    bucket: 'media',
    // A second upload is one more file that nobody sees and that is thrown away after a day.
    repeatable: true,
    timeoutMs: uploadTimeoutMs,
  })
  return { id: requireString(asObject(answer.body)?.id, 'media.id'), isReady: answer.status !== 202 }
}

/** Servers refuse an upload without a file name. */
function nameFor(mimeType: string): string {
  return `media.${mimeType.slice(mimeType.indexOf('/') + 1).replace(/[^a-z0-9]/gi, '')}`
}
