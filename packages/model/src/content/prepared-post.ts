import type { JsonObject } from '../json.ts'
import type { InteractionRef, PostRef } from '../refs.ts'
import type { Issue } from '../warning.ts'
import type { PreparedMedia } from './media.ts'
import type { Poll, PostLabels, Visibility } from './post.ts'

/** How long a part is by one of the platform's own rules. */
export interface MeasuredLength {
  /** What is counted: `graphemes`, `utf8-bytes`, `characters` … as the adapter names it. */
  readonly unit: string
  readonly actual: number
  readonly maximum: number
}

/** A link as it will be shown: the author's words, or the page's own where the author gave none. */
export interface PreparedLink {
  readonly url: string
  readonly title?: string | undefined
  readonly description?: string | undefined
  /** The picture of the card, within `limits.linkCard.image`. */
  readonly image?: PreparedMedia | undefined
}

/** One part of a prepared post: complete in itself, so that an adapter needs nothing else to send it. */
export interface PreparedPart {
  readonly text: string
  readonly lengths: readonly MeasuredLength[]
  readonly media: readonly PreparedMedia[]
  readonly title?: string | undefined
  readonly link?: PreparedLink | undefined
  readonly poll?: Poll | undefined
  readonly quote?: PostRef | undefined
  readonly visibility?: Visibility | undefined
  readonly languages?: readonly string[] | undefined
  readonly contentWarning?: string | undefined
  /** As the adapter's `parsePlatformOptions` returned them. */
  readonly platformOptions: JsonObject
}

/**
 * What will go to one channel: fitted, checked, pure JSON. Nothing was written on the platform.
 * `contentHash` covers everything that will be sent; it is computed again before sending.
 */
export interface PreparedPost {
  readonly v: 1
  /** The post's id, shared by all its channels. */
  readonly postId: string
  readonly channel: string
  readonly platform: string
  /** One part, or a thread in order. Never empty. */
  readonly parts: readonly PreparedPart[]
  /** What the first part replies to. */
  readonly replyTo?: PostRef | InteractionRef | undefined
  readonly firstComment?: PreparedPart | undefined
  readonly labels: PostLabels
  /** Errors hold the post back (`held`); warnings are for the author. */
  readonly issues: readonly Issue[]
  /** Lower-case hexadecimal SHA-256 over the canonical JSON of everything above but `issues`. */
  readonly contentHash: string
}

/** What `prepare` returns: per channel what will be sent. Plain JSON, ready for `publish`. */
export interface Preview<Channels extends string = string> {
  readonly postId: string
  readonly channels: Readonly<Record<Channels, PreparedPost>>
}

/** What already waits invisibly on the platform: uploads, containers, drafts. Pure JSON, no secrets. */
export interface StagedPost {
  readonly facts: JsonObject
  /** Epoch milliseconds after which it must be staged again. */
  readonly expiresAt?: number | undefined
}
