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

/** What one kind of media must be. Absent members are not limited. */
export interface MediaLimit extends Sourced {
  readonly maxCount: number
  readonly maxBytes?: number | undefined
  readonly mimeTypes?: readonly string[] | undefined
  readonly maxPixels?: number | undefined
  readonly maxDurationMs?: number | undefined
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
