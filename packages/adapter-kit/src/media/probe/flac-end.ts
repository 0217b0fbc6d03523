/**
 * The frames of FLAC: https://www.rfc-editor.org/rfc/rfc9639#section-9, read 2026-11-25.
 */

/** What the head of a file says about all of it. */
interface StreamInfo {
  readonly blockSamples: number
  readonly maxFrameBytes: number
  readonly totalSamples: number
}

/** How many bytes `readFlacTailBytes` needs: signature, block header and the stream's own information. */
export const flacHeadBytes = 42

const usualFrameBytes = 1024 * 1024

/** How many bytes at the end hold the last frame for certain; `undefined` where the head does not say how much there is. */
export function readFlacTailBytes(head: Uint8Array): number | undefined {
  const info = readStreamInfo(head)
  return info && (info.maxFrameBytes || usualFrameBytes) + 128
}

/** Whether a frame stands there that ends with the last sample, and is whole. */
export function hasLastFrame(head: Uint8Array, tail: Uint8Array): boolean {
  const info = readStreamInfo(head)
  const end = endOfFrames(tail)
  for (let at = end - 8; info && at >= 0; at -= 1) {
    if (tail[at] === 0xff && readFrameEnd(tail.subarray(at, end), info.blockSamples) === info.totalSamples) {
      return crc16(tail.subarray(at, end)) === 0
    }
  }
  return false
}

function readStreamInfo(head: Uint8Array): StreamInfo | undefined {
  const data = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const totalSamples = head.byteLength < flacHeadBytes ? 0 : (data.getUint8(21) & 0x0f) * 2 ** 32 + data.getUint32(22)
  if (totalSamples === 0) {
    return undefined
  }
  return { blockSamples: data.getUint16(8), maxFrameBytes: data.getUint32(14) >>> 8, totalSamples }
}

/** Some programs append tags of MP3. */
function endOfFrames(tail: Uint8Array): number {
  const at = tail.byteLength - 128
  return at >= 0 && String.fromCharCode(...tail.subarray(at, at + 3)) === 'TAG' ? at : tail.byteLength
}

/** The sample behind the frame that begins here; `undefined` where none begins. */
function readFrameEnd(frame: Uint8Array, blockSamples: number): number | undefined {
  const [, sync = 0, sizes = 0, channels = 0, first = 0] = frame
  if ((sync & 0xfe) !== 0xf8 || (channels & 1) !== 0) {
    return undefined
  }
  const sizeCode = sizes >> 4
  const rateCode = sizes & 0x0f
  const ones = Math.clz32(~(first << 24))
  const numberBytes = Math.max(1, ones)
  const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0
  const rateBytes = rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0
  const headBytes = 4 + numberBytes + sizeBytes + rateBytes
  if (ones === 1 || ones === 8 || headBytes >= frame.byteLength || crc8(frame.subarray(0, headBytes + 1)) !== 0) {
    return undefined
  }
  let number = ones === 0 ? first : first & (0x7f >> ones)
  for (let index = 1; index < numberBytes; index += 1) {
    number = number * 64 + ((frame[4 + index] as number) & 0x3f)
  }
  const samples = readBlockSize(sizeCode, frame.subarray(4 + numberBytes))
  const isSampleNumber = (sync & 1) === 1
  return (isSampleNumber ? number : number * blockSamples) + samples
}

function readBlockSize(code: number, [high = 0, low = 0]: Uint8Array): number {
  if (code === 1) {
    return 192
  }
  if (code === 6) {
    return high + 1
  }
  if (code === 7) {
    return high * 256 + low + 1
  }
  return code < 6 ? 144 << code : 1 << code
}

/** 0 where the checksum stands right behind its bytes. */
function crc8(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) {
      value = ((value << 1) ^ (value & 0x80 ? 0x107 : 0)) & 0xff
    }
  }
  return value
}

/** 0 where the checksum stands right behind its bytes. */
function crc16(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) {
    value ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) {
      value = ((value << 1) ^ (value & 0x8000 ? 0x18005 : 0)) & 0xffff
    }
  }
  return value
}
