import type { MediaLimit, PreparedMedia } from '@tutti/model'
import { fitSize, scaled, type TargetType, targetTypes } from './image-target.ts'

/** How pictures are fitted. */
export interface FitImageOptions {
  readonly quality: number
  readonly maxInputPixels: number
  /** Reads the picture; only called where something is to be changed. */
  readonly read: () => Promise<Uint8Array>
}

/** A picture that fits, and what was done to it. */
export interface FittedImage {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly message: string
}

/** So much worse each time, down to where it hurts; then it is made smaller instead. */
const qualitySteps = [1, 0.88, 0.76, 0.64]
const maxShrinks = 8
/** Half of the way is lost to headers and to what does not shrink. */
const shrinkMargin = 0.95
const timeoutSeconds = 20

/** Makes a picture fit, or answers `undefined`: where it fits already, and where it can't be made to. */
export async function fitImage(
  media: PreparedMedia,
  limit: Partial<MediaLimit>,
  options: FitImageOptions,
): Promise<FittedImage | undefined> {
  const { widthPixels, heightPixels, mimeType, byteLength } = media
  if (!widthPixels || !heightPixels || fits(media, limit)) return undefined
  // Before anything is decoded: a small file can say that it has any number of pixels.
  if (widthPixels * heightPixels > options.maxInputPixels) return undefined
  const bytes = await options.read()
  const size = fitSize(media, limit)
  const { default: sharp } = await import('sharp')
  const open = () => sharp(bytes, { limitInputPixels: options.maxInputPixels }).timeout({ seconds: timeoutSeconds })
  try {
    const { pages = 1, hasAlpha } = await open().metadata()
    // Only the first picture of a moving one would be left.
    if (pages > 1) return undefined
    const isTransparent = hasAlpha && !(await open().stats()).isOpaque
    const types = targetTypes(media, limit, isTransparent)
    const encode = async (type: TargetType, to: typeof size, quality: number) => {
      const resized = open().autoOrient().resize(to.widthPixels, to.heightPixels, { fit: 'fill' })
      const encoded = type === 'image/png' ? resized.png({ compressionLevel: 9 }) : compress(resized, type, quality)
      return { type, size: to, data: await encoded.toBuffer() }
    }
    const found = await search(types, size, limit.maxBytes ?? Number.POSITIVE_INFINITY, options.quality, encode)
    if (!found) return undefined
    const before = describe(mimeType, { widthPixels, heightPixels }, byteLength)
    const after = describe(found.type, found.size, found.data.byteLength)
    return { bytes: new Uint8Array(found.data), message: `the picture was fitted: ${before} became ${after}` }
  } catch {
    // sharp can't read it. Whatever the limits have against it is told by them.
    return undefined
  }
}

function fits({ mimeType, byteLength, widthPixels = 0, heightPixels = 0 }: PreparedMedia, limit: Partial<MediaLimit>) {
  const largest = Number.POSITIVE_INFINITY
  return (
    (limit.mimeTypes?.includes(mimeType) ?? true) &&
    byteLength <= (limit.maxBytes ?? largest) &&
    widthPixels * heightPixels <= (limit.maxPixels ?? largest) &&
    widthPixels <= (limit.maxWidthPixels ?? largest) &&
    heightPixels <= (limit.maxHeightPixels ?? largest)
  )
}

interface Encoded {
  readonly type: TargetType
  readonly size: { readonly widthPixels: number; readonly heightPixels: number }
  readonly data: Buffer
}

/** Lower quality before fewer pixels, and another type before either hurts. */
async function search(
  types: readonly TargetType[],
  size: Encoded['size'],
  maxBytes: number,
  quality: number,
  encode: (type: TargetType, size: Encoded['size'], quality: number) => Promise<Encoded>,
): Promise<Encoded | undefined> {
  let to = size
  for (let shrinks = 0; shrinks < maxShrinks; shrinks += 1) {
    let smallest: Encoded | undefined
    for (const type of types) {
      for (const step of type === 'image/png' ? [1] : qualitySteps) {
        const encoded = await encode(type, to, Math.round(quality * step))
        if (encoded.data.byteLength <= maxBytes) return encoded
        if (!smallest || encoded.data.byteLength < smallest.data.byteLength) smallest = encoded
      }
    }
    if (!smallest) return undefined
    to = scaled(to, Math.sqrt(maxBytes / smallest.data.byteLength) * shrinkMargin)
  }
  return undefined
}

function compress(image: import('sharp').Sharp, type: TargetType, quality: number): import('sharp').Sharp {
  return type === 'image/jpeg' ? image.jpeg({ quality, mozjpeg: true }) : image.webp({ quality })
}

function describe(mimeType: string, { widthPixels, heightPixels }: Encoded['size'], byteLength: number): string {
  return `${mimeType} of ${widthPixels} × ${heightPixels} pixels and ${byteLength} bytes`
}
