import type { MediaKind, PreparedMedia } from '../content/media.ts'
import type { PostField, Visibility } from '../content/post.ts'

/** Where a number comes from, and when somebody looked. */
export interface Sourced {
  /** URL of the platform's own document, or `server` when read at run time. */
  readonly source: string
  /** ISO date, for example `2026-11-22`. */
  readonly checkedAt: string
}

/** One rule for the length of a text; all of an adapter's rules hold at once. Pure JSON. */
export interface TextLimit extends Sourced {
  /** What is counted; the adapter's `countText` knows how. */
  readonly unit: string
  readonly maximum: number
  /** What a link counts, whatever its length, on platforms that have such a rule. */
  readonly charactersReservedPerUrl?: number | undefined
}

/** What one kind of media must be. Absent members are not limited; what was not measured is not held against them. */
export interface MediaLimit extends Sourced {
  readonly maxCount: number
  readonly maxBytes?: number | undefined
  readonly mimeTypes?: readonly string[] | undefined
  /** Width times height. */
  readonly maxPixels?: number | undefined
  readonly minWidthPixels?: number | undefined
  readonly maxWidthPixels?: number | undefined
  readonly minHeightPixels?: number | undefined
  readonly maxHeightPixels?: number | undefined
  /** Width divided by height, both ends included: `{ min: 0.8, max: 1.91 }`. */
  readonly aspectRatio?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined
  readonly minDurationMs?: number | undefined
  readonly maxDurationMs?: number | undefined
  /** Frames in a second. */
  readonly maxFrameRate?: number | undefined
  /** Named as `PreparedMedia.videoCodec` names them. */
  readonly videoCodecs?: readonly string[] | undefined
  /** Named as `PreparedMedia.audioCodec` names them. Media without sound is taken whatever stands here. */
  readonly audioCodecs?: readonly string[] | undefined
  readonly maxAltGraphemes?: number | undefined
}

/** What a poll must be. */
export interface PollLimit extends Sourced {
  readonly maxOptions: number
  readonly maxOptionGraphemes: number
  readonly minDurationMs: number
  readonly maxDurationMs: number
}

/**
 * What a link card must be where the poster gives its content. Core reads title, description and
 * picture from the page when the author gives none.
 */
export interface LinkCardLimit extends Sourced {
  readonly maxTitleGraphemes?: number | undefined
  readonly maxDescriptionGraphemes?: number | undefined
  /** A picture that does not fit is left out, with a warning. Absent: cards have no picture. */
  readonly image?: Pick<MediaLimit, 'maxBytes' | 'mimeTypes' | 'maxPixels'> | undefined
}

/**
 * What a post on this platform must be. Pure JSON: `describeAccount` returns the same shape with
 * the server's own numbers, and those win.
 */
export interface PlatformLimits {
  readonly text: readonly TextLimit[]
  /** By kind of media. A kind that is absent can't be attached. */
  readonly media: Readonly<Partial<Record<MediaKind, MediaLimit>>>
  /** Attachments of all kinds together. */
  readonly maxMedia: number
  /** Whether one post may carry more than one kind of media. */
  readonly mixedMedia: boolean
  readonly poll?: PollLimit | undefined
  /** Absent where the platform makes link cards itself, or has none. */
  readonly linkCard?: LinkCardLimit | undefined
  readonly visibilities: readonly Visibility[]
  readonly maxLanguages: number
  /** The members of a post that reach the platform; others become a `field-dropped` issue. */
  readonly fields: readonly PostField[]
  /** Whether a post may have text only, media only, or needs one of the two. */
  readonly requires: 'text' | 'text-or-media' | 'media'
}

/** What `countText` gets beside the text: on some platforms the warning shares the limit. */
export interface CountContext {
  readonly limit: TextLimit
  readonly contentWarning?: string | undefined
  readonly media?: readonly PreparedMedia[] | undefined
}
