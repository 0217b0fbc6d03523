import type { MediaStore } from '@tutti/model'

/** Keeps bytes in memory: for tests, and for a client without a store. */
export function memoryMediaStore(): MediaStore {
  const kept = new Map<string, { readonly blob: Blob; readonly storedAt: number }>()
  return {
    durable: false,
    async put(sha256, bytes) {
      const blob = await new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>).blob()
      kept.set(sha256, { blob, storedAt: Date.now() })
    },
    open: async (sha256, range) => kept.get(sha256)?.blob.slice(range?.from, range?.to).stream(),
    async delete(sha256, { storedBefore = Number.POSITIVE_INFINITY } = {}) {
      const found = kept.get(sha256)
      return found !== undefined && found.storedAt < storedBefore && kept.delete(sha256)
    },
    async *list() {
      for (const [sha256, { blob, storedAt }] of kept) {
        yield { sha256, byteLength: blob.size, storedAt }
      }
    },
  }
}
