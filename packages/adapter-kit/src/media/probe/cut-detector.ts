import { RecordWalker } from './record-walker.ts'

/** Finds out, while a file is read, whether it ends before it says that it does. */
export interface CutDetector {
  add(piece: Uint8Array): void
  isCutOff(byteLength: number): boolean
}

/** Watches a file of a type by what its container says about lengths; other types are taken as they are. */
export function createCutDetector(mimeType: string): CutDetector {
  switch (mimeType) {
    case 'video/mp4':
    case 'audio/mp4':
    case 'video/quicktime':
      return walk(readBoxLength)
    case 'audio/ogg':
      return walk(readPageLength)
    case 'audio/wav':
      return watchHead(12, readRiffLength)
    case 'video/webm':
    case 'video/x-matroska':
      return watchHead(maxEbmlBytes, readSegmentEnd)
    default:
      return { add() {}, isCutOff: () => false }
  }
}

function walk(readLength: (head: Uint8Array) => number | undefined): CutDetector {
  const walker = new RecordWalker(readLength)
  return { add: (piece) => walker.add(piece), isCutOff: () => walker.isWithinRecord }
}

/** For containers that say at their beginning how long the file is. */
function watchHead(headBytes: number, readFileLength: (head: DataView) => number | undefined): CutDetector {
  const head = new Uint8Array(headBytes)
  let filled = 0
  return {
    add(piece) {
      const part = piece.subarray(0, headBytes - filled)
      head.set(part, filled)
      filled += part.byteLength
    },
    isCutOff: (byteLength) => (readFileLength(new DataView(head.buffer, 0, filled)) ?? 0) > byteLength,
  }
}

/** ISO base media: https://www.w3.org/TR/mse-byte-stream-format-isobmff/, read 2026-11-25. */
function readBoxLength(head: Uint8Array): number | undefined {
  if (head.byteLength < 8) {
    return undefined
  }
  const data = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const size = data.getUint32(0)
  if (size !== 1) {
    return size >= 8 ? size : Number.POSITIVE_INFINITY
  }
  return head.byteLength < 16 ? undefined : Number(data.getBigUint64(8))
}

/** Ogg pages: https://www.rfc-editor.org/rfc/rfc3533#section-6, read 2026-11-25. */
function readPageLength(head: Uint8Array): number | undefined {
  const segments = head[26]
  if (segments === undefined || head.byteLength < 27 + segments) {
    return undefined
  }
  const isPage = String.fromCharCode(...head.subarray(0, 4)) === 'OggS'
  return isPage
    ? head.reduce((sum, byte, index) => (index < 27 ? sum : sum + byte), 27 + segments)
    : Number.POSITIVE_INFINITY
}

/** What was written to a pipe has no length, 0 or all ones instead. */
function readRiffLength(head: DataView): number | undefined {
  const size = head.byteLength < 12 ? 0 : head.getUint32(4, true)
  return size === 0xffffffff ? undefined : size + 8
}

/** The head of EBML has few elements, and none of them is long. */
const maxEbmlBytes = 4096
const ebmlId = 0x1a45dfa3
const segmentId = 0x18538067

/**
 * Where the segment of a WebM or Matroska file ends; a live recording does not say.
 * Elements of id, length and content: https://www.rfc-editor.org/rfc/rfc8794#section-6, read 2026-11-25.
 */
function readSegmentEnd(head: DataView): number | undefined {
  let offset = 0
  while (offset + 12 < head.byteLength) {
    const id = head.getUint32(offset)
    const { value, width } = readVariableInteger(head, offset + 4)
    const end = value === undefined ? undefined : offset + 4 + width + value
    if (id === segmentId) {
      return end
    }
    if (id !== ebmlId || end === undefined) {
      return undefined
    }
    offset = end
  }
  return undefined
}

/** A length whose leading zeros say how many bytes it has; all ones mean unknown. */
function readVariableInteger(data: DataView, offset: number): { value: number | undefined; width: number } {
  const width = Math.clz32(data.getUint8(offset)) - 23
  let value = data.getUint8(offset) & (0xff >> width)
  for (let index = 1; index < width; index += 1) {
    value = value * 256 + data.getUint8(offset + index)
  }
  return { value: value === 2 ** (7 * width) - 1 ? undefined : value, width }
}
