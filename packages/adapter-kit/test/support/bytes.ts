import type { ByteSource } from '@tutti/model'

/** A source over bytes in memory, given out in pieces. */
export function byteSource(bytes: Uint8Array, mimeType = 'image/png', pieceLength = 65_536): ByteSource {
  return {
    byteLength: bytes.byteLength,
    mimeType,
    open: async (range) => streamOf(bytes.subarray(range?.from, range?.to), pieceLength),
  }
}

/** Everything that a stream gives. */
export async function readAll(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) {
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** A fresh stream over bytes. */
export function streamOf(bytes: Uint8Array, pieceLength = 65_536): ReadableStream<Uint8Array> {
  let offset = 0
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.byteLength) {
        controller.close()
        return
      }
      controller.enqueue(bytes.slice(offset, offset + pieceLength))
      offset += pieceLength
    },
  })
}
