import { createHash } from 'node:crypto'
import type { ByteSource, PreparedMedia } from '@tutti/model'

/** A second of five pictures in H.264 as ffmpeg 5.1 writes its test picture, without sound; base64. */
const film = Buffer.from(
  [
    'AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDEAAAM0bW9vdgAAAGxtdmhkAAAAAAAAAAAAAAAAAAAD6AAAA+gAAQAAAQAA',
    'AAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAA',
    'AoN0cmFrAAAAXHRraGQAAAADAAAAAAAAAAAAAAABAAAAAAAAA+gAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAA',
    'AAAAAAAAAAAAAABAAAAAACAAAAAYAAAAAAAkZWR0cwAAABxlbHN0AAAAAAAAAAEAAAPoAAAQAAABAAAAAAH7bWRpYQAAACBtZGhk',
    'AAAAAAAAAAAAAAAAAAAoAAAAKABVxAAAAAAALWhkbHIAAAAAAAAAAHZpZGUAAAAAAAAAAAAAAABWaWRlb0hhbmRsZXIAAAABpm1p',
    'bmYAAAAUdm1oZAAAAAEAAAAAAAAAAAAAACRkaW5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAAWZzdGJsAAAAwnN0c2QA',
    'AAAAAAAAAQAAALJhdmMxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAACAAGABIAAAASAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAGP//AAAAOGF2Y0MBZAAK/+EAGmdkAAqscgRJflwEQAAAAwBAAAADAoPEiWEYAQAHaOhDgZSyLP34+AAA',
    'AAAQcGFzcAAAAAEAAAABAAAAFGJ0cnQAAAAAAAAa4AAABUgAAAAYc3R0cwAAAAAAAAABAAAABQAACAAAAAAUc3RzcwAAAAAAAAAB',
    'AAAAAQAAABhjdHRzAAAAAAAAAAEAAAAFAAAQAAAAABxzdHNjAAAAAAAAAAEAAAABAAAABQAAAAEAAAAoc3RzegAAAAAAAAAAAAAA',
    'BQAAAGYAAAAMAAAAEAAAABYAAAARAAAAFHN0Y28AAAAAAAAAAQAAA2QAAAA9dWR0YQAAADVtZXRhAAAAAAAAACFoZGxyAAAAAAAA',
    'AABtZGlyYXBwbAAAAAAAAAAAAAAAAAhpbHN0AAAACGZyZWUAAACxbWRhdAAAAGJliIEAf34biH5+g4zzA/7fH/bME7dg7Xr585LD',
    'utVWvy/T4vdHefSX68Bg1SJbJeouou4xj5hdrREUVlXAIpBTk69juGOG7RIX0ZruZVw3imh6pcRNDx9KDmAoaTPQxtuY7QAAAAhB',
    'mggtj//LgAAAAAxBmhBL8CBkymH/y4EAAAASQZoYaTwIHkymB//ZJJVJCKP4AAAADUGaIIl8CB+TKYB/y4E=',
  ].join(''),
  'base64',
)

/** What is known of the sample video beside its bytes. */
const filmFacts = {
  mimeType: 'video/mp4',
  widthPixels: 32,
  heightPixels: 24,
  durationMs: 1000,
  videoCodec: 'avc',
  frameRate: 5,
} as const

/**
 * A real video of a second, 32 × 24 pixels. A larger `byteLength` makes it longer by a box that
 * players pass over. @throws RangeError when the video does not fit into `byteLength`
 */
export function sampleMp4(byteLength: number = film.byteLength): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength)
  bytes.set(sampleMp4Start(byteLength))
  return bytes
}

/** Everything of `sampleMp4(byteLength)` but the zeros that it ends with: for files that are too large for memory. */
export function sampleMp4Start(byteLength: number): Uint8Array<ArrayBuffer> {
  const restBytes = byteLength - film.byteLength
  if (restBytes === 0) return new Uint8Array(film)
  if (restBytes < 8) throw new RangeError(`the sample video needs ${film.byteLength + 8} bytes`)
  const free = Buffer.alloc(8)
  free.writeUInt32BE(restBytes)
  free.write('free', 4)
  return new Uint8Array(Buffer.concat([film, free]))
}

/** A prepared video with the bytes behind it. */
export interface SampleVideo {
  readonly media: PreparedMedia
  readonly source: ByteSource
}

/** A prepared video as `prepare` would make it. */
export function sampleVideo(alt: string, byteLength?: number): SampleVideo {
  const bytes = sampleMp4(byteLength)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const fileName = 'sample.mp4'
  return {
    media: {
      kind: 'video',
      uri: `media:${sha256}`,
      sha256,
      byteLength: bytes.byteLength,
      alt,
      fileName,
      ...filmFacts,
    },
    source: {
      byteLength: bytes.byteLength,
      mimeType: filmFacts.mimeType,
      fileName,
      open: async (range) => new Blob([bytes.subarray(range?.from, range?.to)]).stream(),
    },
  }
}
