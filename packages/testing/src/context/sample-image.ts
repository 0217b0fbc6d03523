import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { ByteSource, PreparedMedia } from '@tutti/model'

/** A real PNG of one colour, made anew: no file needed. `shade` (0–255) makes different pictures. */
export function samplePng(shade = 128, sizePixels = 8): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(sizePixels, 0)
  header.writeUInt32BE(sizePixels, 4)
  header[8] = 8 // bits per sample; the colour type after it stays 0: grey
  const row = Buffer.alloc(sizePixels + 1, shade)
  row[0] = 0 // no filter
  const pixels = Buffer.concat(Array.from({ length: sizePixels }, () => row))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return new Uint8Array(
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(pixels)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

/** A prepared image with the bytes behind it. */
export interface SampleImage {
  readonly media: PreparedMedia
  readonly source: ByteSource
}

/** A prepared image as `prepare` would make it. */
export function sampleImage(alt: string, shade?: number): SampleImage {
  const bytes = samplePng(shade)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const about = { byteLength: bytes.byteLength, mimeType: 'image/png', fileName: 'sample.png' }
  return {
    media: { kind: 'image', uri: `media:${sha256}`, sha256, widthPixels: 8, heightPixels: 8, alt, ...about },
    source: {
      ...about,
      open: async (range) => new Blob([bytes.subarray(range?.from, range?.to)]).stream(),
    },
  }
}
