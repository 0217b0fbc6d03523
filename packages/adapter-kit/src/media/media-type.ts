import type { MediaKind } from '@tutti/model'

/** What the first bytes of a file say that it is. */
export interface RecognisedType {
  readonly mimeType: string
  /** The kinds that a file of this type can be attached as. */
  readonly kinds: readonly MediaKind[]
}

const image: readonly MediaKind[] = ['image']

/** How many bytes `recogniseType` looks at. */
export const recognisedBytes = 64

/** Recognises a file by its first bytes; its name is not believed. `undefined` when it is none of the known types. */
export function recogniseType(head: Uint8Array): RecognisedType | undefined {
  const text = String.fromCharCode(...head.subarray(0, recognisedBytes))
  if (text.startsWith('\x89PNG\r\n\x1a\n')) {
    return { mimeType: 'image/png', kinds: image }
  }
  if (text.startsWith('\xff\xd8\xff')) {
    return { mimeType: 'image/jpeg', kinds: image }
  }
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) {
    return { mimeType: 'image/gif', kinds: image }
  }
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') {
    return { mimeType: 'image/webp', kinds: image }
  }
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WAVE') {
    return { mimeType: 'audio/wav', kinds: ['audio'] }
  }
  if (text.slice(4, 8) === 'ftyp') {
    return recogniseBrand(text.slice(8, 12))
  }
  if (text.startsWith('\x1aE\xdf\xa3')) {
    return { mimeType: text.includes('matroska') ? 'video/x-matroska' : 'video/webm', kinds: ['video', 'audio'] }
  }
  if (text.startsWith('OggS')) {
    return { mimeType: 'audio/ogg', kinds: ['audio', 'video'] }
  }
  if (text.startsWith('fLaC')) {
    return { mimeType: 'audio/flac', kinds: ['audio'] }
  }
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) {
    return { mimeType: 'audio/aac', kinds: ['audio'] }
  }
  if (text.startsWith('ID3') || (head[0] === 0xff && isMpegAudio(head[1] ?? 0))) {
    return { mimeType: 'audio/mpeg', kinds: ['audio'] }
  }
  return text.startsWith('%PDF-') ? { mimeType: 'application/pdf', kinds: ['document'] } : undefined
}

/** The brand of an ISO base media file: https://mp4ra.org/registered-types/brands, read 2026-11-22. */
function recogniseBrand(brand: string): RecognisedType {
  if (brand === 'avif' || brand === 'avis') {
    return { mimeType: 'image/avif', kinds: image }
  }
  if (['heic', 'heix', 'hevc', 'mif1', 'msf1'].includes(brand)) {
    return { mimeType: 'image/heic', kinds: image }
  }
  if (brand === 'qt  ') {
    return { mimeType: 'video/quicktime', kinds: ['video'] }
  }
  return brand.startsWith('M4A')
    ? { mimeType: 'audio/mp4', kinds: ['audio'] }
    : { mimeType: 'video/mp4', kinds: ['video', 'audio'] }
}

/** The second byte of an MPEG audio frame: the rest of the sync word, a known version, layer III. */
function isMpegAudio(byte: number): boolean {
  return (byte & 0xe0) === 0xe0 && (byte & 0x18) !== 0x08 && (byte & 0x06) === 0x02
}
