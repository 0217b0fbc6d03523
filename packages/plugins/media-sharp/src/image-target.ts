import type { MediaLimit, PreparedMedia } from '@tutti/model'

/** A type that can be written. */
export type TargetType = 'image/jpeg' | 'image/png' | 'image/webp'

/** The largest size that keeps the limits with the picture's own shape; its own size where that fits. */
export function fitSize(
  { widthPixels = 0, heightPixels = 0 }: PreparedMedia,
  limit: Partial<MediaLimit>,
): { readonly widthPixels: number; readonly heightPixels: number } {
  const { maxPixels = Number.POSITIVE_INFINITY } = limit
  const factor = Math.min(
    1,
    Math.sqrt(maxPixels / (widthPixels * heightPixels)),
    (limit.maxWidthPixels ?? Number.POSITIVE_INFINITY) / widthPixels,
    (limit.maxHeightPixels ?? Number.POSITIVE_INFINITY) / heightPixels,
  )
  return scaled({ widthPixels, heightPixels }, factor)
}

/** A size made smaller; never without any pixel. */
export function scaled(size: { readonly widthPixels: number; readonly heightPixels: number }, factor: number) {
  return {
    widthPixels: Math.max(1, Math.floor(size.widthPixels * factor)),
    heightPixels: Math.max(1, Math.floor(size.heightPixels * factor)),
  }
}

const writable: readonly TargetType[] = ['image/jpeg', 'image/webp', 'image/png']

/**
 * The types that a picture may become, the best first: its own as long as it is small enough there,
 * then one that compresses, then PNG. What can be seen through must stay so.
 */
export function targetTypes(
  { mimeType }: PreparedMedia,
  { mimeTypes }: Partial<MediaLimit>,
  isTransparent: boolean,
): readonly TargetType[] {
  const taken = writable.filter((type) => mimeTypes?.includes(type) ?? true)
  const kept = taken.filter((type) => !isTransparent || type !== 'image/jpeg')
  return kept.toSorted((one, other) => Number(other === mimeType) - Number(one === mimeType))
}
