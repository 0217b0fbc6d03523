import type { FileHandle } from 'node:fs/promises'
import type { ByteRange } from '@tutti/model'

const pieceBytes = 64 * 1024

/**
 * Streams an open file, or a range of it, and closes it at the end, on an error, and when it is
 * cancelled. Each piece is read when it is asked for: `Readable.toWeb` counts pieces as if they were
 * bytes, and so reads a whole video into memory ahead of a slow upload (seen with Node 24.21).
 * Readers may bring a buffer.
 */
export function streamFile(
  file: FileHandle,
  { from = 0, to = Number.POSITIVE_INFINITY }: ByteRange = {},
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  let position = from
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: pieceBytes,
    async pull(controller) {
      // Always there: the stream allocates one where the reader brings none.
      const request = controller.byobRequest as ReadableStreamBYOBRequest
      const view = request.view as Uint8Array<ArrayBuffer>
      try {
        signal?.throwIfAborted()
        const length = Math.min(view.byteLength, to - position)
        const bytesRead = length > 0 ? (await file.read(view, { position, length })).bytesRead : 0
        position += bytesRead
        if (bytesRead === 0) {
          await file.close()
          controller.close()
        }
        request.respond(bytesRead)
      } catch (error) {
        await file.close()
        throw error
      }
    },
    cancel: () => file.close(),
  })
}
