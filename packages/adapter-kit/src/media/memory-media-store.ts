import type { MediaStore } from '@tutti/model'

/** Keeps bytes in memory: for tests, and for a client without a store. */
export function memoryMediaStore(): MediaStore {
  const blobs = new Map<string, Blob>()
  return {
    durable: false,
    async put(sha256, bytes) {
      blobs.set(sha256, await new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>).blob())
    },
    open: async (sha256, range) => blobs.get(sha256)?.slice(range?.from, range?.to).stream(),
    async delete(sha256) {
      blobs.delete(sha256)
    },
  }
}
