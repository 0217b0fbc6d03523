import { createHash } from 'node:crypto'
import type { ByteSource, PreparedMedia } from '@tutti/model'

/** The head of an MP4 file, as `prepare` would describe a whole one: for servers that don't look inside. */
export function sampleVideo(alt: string, mark = 0): { readonly media: PreparedMedia; readonly source: ByteSource } {
  const bytes = Uint8Array.from([0, 0, 0, 24, ...Buffer.from('ftypisom0000isommp42'), mark])
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const about = { byteLength: bytes.byteLength, mimeType: 'video/mp4', fileName: 'cake.mp4' }
  return {
    media: { kind: 'video', uri: `media:${sha256}`, sha256, widthPixels: 1280, heightPixels: 720, alt, ...about },
    source: { ...about, open: async () => new Blob([bytes]).stream() },
  }
}
