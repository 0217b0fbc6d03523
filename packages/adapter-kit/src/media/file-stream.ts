import type { FileHandle } from 'node:fs/promises'

const pieceBytes = 64 * 1024

/**
 * Streams an open file and closes it at the end, on an error, and when it is cancelled. Each piece is
 * read when it is asked for: `Readable.toWeb` counts pieces as if they were bytes, and so reads a
 * whole video into memory ahead of a slow upload (seen with Node 24.21). Readers may bring a buffer.
 */
export function streamFile(file: FileHandle, signal?: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: pieceBytes,
    async pull(controller) {
      // Always there: the stream allocates one where the reader brings none.
      const request = controller.byobRequest as ReadableStreamBYOBRequest
      try {
        signal?.throwIfAborted()
        const { bytesRead } = await file.read(request.view as Uint8Array<ArrayBuffer>)
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
