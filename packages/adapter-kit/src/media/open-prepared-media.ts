import type { ByteRange, ByteSource, MediaStore, PreparedMedia } from '@tutti/model'
import { fillRange, type WholeRange } from './byte-range.ts'
import { mediaError } from './media-error.ts'
import type { MediaAccess } from './open-source.ts'
import { openUrl } from './open-url.ts'
import type { BlockHashes } from './verify-blocks.ts'

/** What `openPreparedMedia` needs beside the media. */
export interface OpenMediaOptions extends MediaAccess {
  readonly mediaStore?: MediaStore | undefined
  readonly place?: string | undefined
}

/**
 * The bytes of prepared media, opened as often as asked, whole or in ranges. No byte of other
 * content becomes part of an upload: a whole stream is checked against length and hash and fails
 * with MediaError `media-changed` before its last piece; before the first range everything is read
 * once, and then each block of a range is checked before it is passed on.
 * @throws MediaError `media-not-found`, `media-changed` from `open`
 * @throws InvalidInputError `invalid-input` from `open`, for a range that does not lie within the bytes
 */
export async function openPreparedMedia(prepared: PreparedMedia, options: OpenMediaOptions): Promise<ByteSource> {
  const { byteLength, mimeType, fileName } = prepared
  const place = options.place ?? 'media'
  let hashes: BlockHashes | undefined

  async function openWhole(): Promise<ReadableStream<Uint8Array>> {
    const { verifyStream } = await import('./verify-stream.ts')
    return verifyStream(await openUri(prepared, place, options), prepared, place)
  }

  async function openRange(range: WholeRange): Promise<ReadableStream<Uint8Array>> {
    const { blocksOf, hashBlocks, verifyBlocks } = await import('./verify-blocks.ts')
    hashes ??= await hashBlocks(await openUri(prepared, place, options), prepared, place)
    const { from, to } = blocksOf(range)
    const blocks = { from, to: Math.min(to, byteLength) }
    return verifyBlocks(await openUri(prepared, place, options, blocks), range, hashes, place)
  }

  return {
    byteLength,
    mimeType,
    ...(fileName !== undefined && { fileName }),
    async open(asked = {}) {
      const range = fillRange(asked, byteLength, place)
      if (range.from === 0 && range.to === byteLength) {
        return openWhole()
      }
      return range.from === range.to ? new Blob([]).stream() : openRange(range)
    },
  }
}

/** Opens bytes where `prepare` has left them. They are not checked here. */
export async function openUri(
  { uri, sha256 }: Pick<PreparedMedia, 'uri' | 'sha256'>,
  place: string,
  options: OpenMediaOptions,
  range?: ByteRange,
): Promise<ReadableStream<Uint8Array>> {
  if (uri.startsWith('media:')) {
    const bytes = await options.mediaStore?.open(sha256, range)
    if (!bytes) {
      throw mediaError('media-not-found', 'the media store does not have the bytes any more', place)
    }
    return bytes
  }
  if (uri.startsWith('file:')) {
    const { openFileUrl } = await import('./path.ts')
    return openFileUrl(uri, place, options, range)
  }
  return openUrl(uri, place, options.signal, range)
}
