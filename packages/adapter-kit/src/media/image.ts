import { crc32 } from 'node:zlib'
import { imageSize } from 'image-size'

/** Width and height as they are shown: turned as the picture's own orientation says. */
export interface ImageDimensions {
  readonly widthPixels: number
  readonly heightPixels: number
}

/** The first orientation of EXIF that turns the picture by a quarter. */
const firstTurnedOrientation = 5

/** Reads the dimensions of an image; `undefined` when its bytes make no sense. Decodes nothing. */
export function readDimensions(bytes: Uint8Array): ImageDimensions | undefined {
  try {
    const { width, height, orientation } = imageSize(bytes)
    if (!(width > 0 && height > 0)) {
      return undefined
    }
    return (orientation ?? 1) >= firstTurnedOrientation
      ? { widthPixels: height, heightPixels: width }
      : { widthPixels: width, heightPixels: height }
  } catch {
    return undefined
  }
}

/** Whether an image has an end: a file that was cut off is found here and not by a platform. */
export function isComplete(bytes: Uint8Array, mimeType: string): boolean {
  switch (mimeType) {
    case 'image/png':
      return hasWholeChunks(bytes)
    case 'image/jpeg':
      return hasEndOfImage(bytes)
    case 'image/gif':
      return bytes[findLastNonZero(bytes)] === 0x3b
    case 'image/webp':
      return view(bytes).getUint32(4, true) + 8 <= bytes.byteLength
    default:
      return hasWholeBoxes(bytes)
  }
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * PNG: chunks of length, name, data and checksum, up to IEND. Decoders refuse a wrong checksum only
 * in chunks that they need: those are named with a capital. https://www.w3.org/TR/png-3/, read 2026-11-22.
 */
function hasWholeChunks(bytes: Uint8Array): boolean {
  const data = view(bytes)
  for (let offset = 8; offset + 12 <= bytes.byteLength; ) {
    const end = offset + data.getUint32(offset) + 12
    const name = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8))
    const needed = /^[A-Z]/.test(name)
    if (end > bytes.byteLength || (needed && crc32(bytes.subarray(offset + 4, end - 4)) !== data.getUint32(end - 4))) {
      return false
    }
    if (name === 'IEND') {
      return true
    }
    offset = end
  }
  return false
}

/**
 * JPEG: an end marker behind the start of the picture's own scan. A thumbnail in the header has an
 * end marker of its own, and cameras append other data behind the last one.
 */
function hasEndOfImage(bytes: Uint8Array): boolean {
  const data = view(bytes)
  let offset = 2
  while (offset + 4 <= bytes.byteLength && bytes[offset] === 0xff && bytes[offset + 1] !== 0xda) {
    offset += bytes[offset + 1] === 0xff ? 1 : 2 + data.getUint16(offset + 2)
  }
  for (let at = bytes.indexOf(0xff, offset + 2); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xd9) {
      return true
    }
  }
  return false
}

function findLastNonZero(bytes: Uint8Array): number {
  let last = bytes.byteLength - 1
  while (last > 0 && bytes[last] === 0) {
    last -= 1
  }
  return last
}

/** AVIF and HEIC: boxes of length and name that fill the file. */
function hasWholeBoxes(bytes: Uint8Array): boolean {
  const data = view(bytes)
  let offset = 0
  while (offset + 16 <= bytes.byteLength) {
    const size = data.getUint32(offset)
    if (size === 0) {
      return true
    }
    const length = size === 1 ? Number(data.getBigUint64(offset + 8)) : size
    if (length < 8) {
      return false
    }
    offset += length
  }
  return offset === bytes.byteLength
}
