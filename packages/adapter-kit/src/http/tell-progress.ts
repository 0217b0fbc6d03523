import type { MaybeStream } from './build-request.ts'
import type { HttpOptions } from './http-options.ts'

const stepBytes = 1_000_000

/** Opens a stream so that it is told how far it has been read. Where nobody wants to know, nothing is added. */
export function tellProgress(
  open: () => MaybeStream,
  totalBytes: number,
  onUpload: HttpOptions['onUpload'],
): () => MaybeStream {
  if (!onUpload) return open
  return async () => {
    const stream = await open()
    let sentBytes = 0
    let nextBytes = stepBytes
    return stream.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          controller.enqueue(piece)
          sentBytes += piece.byteLength
          if (sentBytes < nextBytes && sentBytes !== totalBytes) return
          nextBytes = sentBytes + stepBytes
          onUpload({ sentBytes, totalBytes })
        },
      }),
    )
  }
}
