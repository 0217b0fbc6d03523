import { requireObject } from '@tutti/adapter-kit'
import type { OperationContext, PreparedMedia } from '@tutti/model'
import { MediaError } from '@tutti/model'
import { membersOf } from '../read/members-of.ts'
import type { BlobRef } from '../record/staged-facts.ts'

const uploadTimeoutMs = 10 * 60_000

/**
 * Refuses what the server would refuse: it may leave the connection of a refused upload hanging (recorded).
 * @throws MediaError `media-too-large`; nothing was sent
 */
export function checkSize(item: PreparedMedia, path: string, maxBytes: number): void {
  if (item.byteLength <= maxBytes) return
  throw new MediaError({
    code: 'media-too-large',
    message: `Bluesky: the ${item.kind} has ${item.byteLength} bytes, the limit is ${maxBytes}`,
    path,
  })
}

/** Uploads a file to the account's own server. */
export async function uploadBlob(item: PreparedMedia, context: OperationContext): Promise<BlobRef> {
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
