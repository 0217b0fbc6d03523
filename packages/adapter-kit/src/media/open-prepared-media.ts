import type { ByteSource, MediaStore, PreparedMedia } from '@tutti/model'
import { mediaError } from './media-error.ts'
import { type MediaAccess, openUrl } from './open-source.ts'

/** What `openPreparedMedia` needs beside the media. */
export interface OpenMediaOptions extends MediaAccess {
  readonly mediaStore?: MediaStore | undefined
  readonly place?: string | undefined
}

/**
 * The bytes of prepared media, opened as often as asked. Each stream is checked against length and
 * hash while it is read: a stream of other bytes fails with MediaError `media-changed` before its last piece.
 * @throws MediaError `media-not-found` from `open`
 */
export async function openPreparedMedia(prepared: PreparedMedia, options: OpenMediaOptions): Promise<ByteSource> {
  const { byteLength, mimeType, fileName } = prepared
  const place = options.place ?? 'media'
  return {
    byteLength,
    mimeType,
    ...(fileName !== undefined && { fileName }),
    async open() {
      const { verifyStream } = await import('./verify-stream.ts')
      return verifyStream(await openUri(prepared, place, options), prepared, place)
    },
  }
}

async function openUri(
  { uri, sha256 }: PreparedMedia,
  place: string,
  options: OpenMediaOptions,
): Promise<ReadableStream<Uint8Array>> {
  if (uri.startsWith('media:')) {
    const bytes = await options.mediaStore?.open(sha256)
    if (!bytes) {
      throw mediaError('media-not-found', 'the media store does not have the bytes any more', place)
    }
    return bytes
  }
  if (uri.startsWith('file:')) {
    const { openFileUrl } = await import('./path.ts')
    return openFileUrl(uri, place, options)
  }
  return openUrl(uri, place, options.signal)
}
