import type { Profile } from '../profile.ts'
import type { RawEnum } from '../raw-enum.ts'
import type { PostRef } from '../refs.ts'
import type { MediaKind } from './media.ts'
import type { Visibility } from './post.ts'

/** One attachment as a platform shows it. */
export interface PublishedMedia {
  readonly kind: RawEnum<MediaKind>
  readonly url?: string | undefined
  readonly previewUrl?: string | undefined
  readonly alt?: string | undefined
  readonly widthPixels?: number | undefined
  readonly heightPixels?: number | undefined
}

/** A post as it stands on the platform. Absent numbers were not given; they are never 0 instead. */
export interface PublishedPost {
  readonly ref: PostRef
  readonly author: Profile
  /** Plain text: markup is stripped, links are expanded where the platform shortens them. */
  readonly text: string
  readonly media: readonly PublishedMedia[]
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly editedAt?: number | undefined
  readonly languages?: readonly string[] | undefined
  readonly visibility?: RawEnum<Visibility> | undefined
  readonly contentWarning?: string | undefined
  readonly replyTo?: PostRef | undefined
  readonly quote?: PostRef | undefined
  /** Set when this entry is somebody's repost of the post. */
  readonly repostedBy?: Profile | undefined
  readonly counts: PostCounts
  /** The platform's answer, untouched. */
  readonly raw: unknown
}

/** The public counters beside a post. */
export interface PostCounts {
  readonly replies?: number | undefined
  readonly reposts?: number | undefined
  readonly reactions?: number | undefined
  readonly quotes?: number | undefined
}
