import type { ByteSource } from '@tutti/model'

/** The bytes of a picture, whole. `prepare` has refused those that are too large for memory. */
export async function readBytes(source: ByteSource): Promise<Uint8Array> {
  const bytes = new Uint8Array(source.byteLength)
  let offset = 0
  for await (const piece of await source.open()) {
    bytes.set(piece, offset)
    offset += piece.byteLength
  }
  return bytes
}
