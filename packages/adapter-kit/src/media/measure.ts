import { createHash } from 'node:crypto'
import { TuttiError } from '@tutti/model'
import { type ImageDimensions, isComplete, readDimensions } from './image.ts'
import { mediaError } from './media-error.ts'
import { type RecognisedType, recognisedBytes, recogniseType } from './media-type.ts'
import { type CutDetector, createCutDetector } from './probe/cut-detector.ts'
import { readPieces } from './read-pieces.ts'
import { stopIfAborted } from './stop-if-aborted.ts'

/** Images are looked at whole, so they are held in memory; no platform takes larger ones. */
const maxImageBytes = 64 * 1024 * 1024

/** More than any camera takes: whoever decodes such a picture, here or on a platform, needs a gigabyte for it. */
const maxImagePixels = 2 ** 28

/** What one pass over the bytes tells. */
export interface MeasuredMedia {
  readonly sha256: string
  readonly byteLength: number
  readonly type: RecognisedType
  readonly dimensions?: ImageDimensions | undefined
}

/** When to stop reading. */
export interface MeasureLimits {
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads a stream once to its end: hash, length, type, the dimensions of images, and whether it is whole.
 * @throws MediaError `media-unreadable` when it is empty, unknown, cut off or damaged; `media-too-large`
 */
export async function measure(
  bytes: ReadableStream<Uint8Array>,
  place: string,
  { maxBytes, signal }: MeasureLimits,
): Promise<MeasuredMedia> {
  const hash = createHash('sha256')
  const kept: Uint8Array[] = []
  let keptBytes = 0
  let byteLength = 0
  let type: RecognisedType | undefined
  let cut: CutDetector | undefined
  try {
    for await (const piece of readPieces(bytes)) {
      stopIfAborted(signal)
      if (!(piece instanceof Uint8Array)) {
        throw mediaError('media-unreadable', 'its stream must give Uint8Arrays', place)
      }
      hash.update(piece)
      byteLength += piece.byteLength
      if (byteLength > maxBytes) {
        throw mediaError('media-too-large', `more than ${maxBytes} bytes`, place)
      }
      if (keptBytes < recognisedBytes || isImage(type)) {
        kept.push(piece.slice())
        keptBytes += piece.byteLength
        type ??= keptBytes >= recognisedBytes ? recogniseType(join(kept)) : undefined
      }
      if (cut) {
        cut.add(piece)
      } else if (type) {
        cut = createCutDetector(type.mimeType)
        cut.add(join(kept))
      }
      if (isImage(type) && byteLength > maxImageBytes) {
        throw mediaError('media-too-large', `an image of more than ${maxImageBytes} bytes`, place)
      }
    }
  } catch (error) {
    stopIfAborted(signal)
    throw TuttiError.isInstance(error)
      ? error
      : mediaError('media-unreadable', 'the bytes could not be read to their end', place, { cause: error })
  }
  if (byteLength === 0) {
    throw mediaError('media-unreadable', 'there are no bytes', place)
  }
  type ??= recogniseType(join(kept))
  if (!type) {
    throw mediaError('media-unreadable', 'the bytes are of no known type', place)
  }
  if (cut?.isCutOff(byteLength)) {
    throw mediaError('media-unreadable', `the ${type.mimeType} file was cut off`, place)
  }
  const dimensions = isImage(type) ? readImage(join(kept), type, place) : undefined
  return { sha256: hash.digest('hex'), byteLength, type, dimensions }
}

function isImage(type: RecognisedType | undefined): boolean {
  return type?.mimeType.startsWith('image/') ?? false
}

function readImage(bytes: Uint8Array, { mimeType }: RecognisedType, place: string): ImageDimensions {
  const dimensions = readDimensions(bytes)
  if (!dimensions || !isComplete(bytes, mimeType)) {
    throw mediaError('media-unreadable', `the ${mimeType} file is damaged or was cut off`, place)
  }
  const pixels = dimensions.widthPixels * dimensions.heightPixels
  if (pixels > maxImagePixels) {
    throw mediaError('media-too-large', `the picture says that it has ${pixels} pixels`, place)
  }
  return dimensions
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) {
    return pieces[0] as Uint8Array
  }
  const joined = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let offset = 0
  for (const piece of pieces) {
    joined.set(piece, offset)
    offset += piece.byteLength
  }
  return joined
}
