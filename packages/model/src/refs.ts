import type { JsonObject } from './json.ts'

/** What every ref has in common. Refs are plain JSON: store them, send them, hand them back later. */
export interface Ref {
  /** Version of this shape, so that stored refs stay readable. */
  readonly v: 1
  /** The adapter's id, for example `mastodon`. */
  readonly platform: string
  /** The platform's own identifier, unique on that server. */
  readonly id: string
  /** Where a person can look at it, when known. */
  readonly url?: string | undefined
  /** What else the adapter needs to find it again (a content hash, a parent's id). No secrets. */
  readonly facts?: JsonObject | undefined
}

/** Points at one published post. */
export interface PostRef extends Ref {
  readonly kind: 'post'
}

/** Points at one person or organisation on a platform. */
export interface ProfileRef extends Ref {
  readonly kind: 'profile'
}

/** Points at one interaction: a comment, a like, a mention … */
export interface InteractionRef extends Ref {
  readonly kind: 'interaction'
}

/** Points at one conversation of private messages. */
export interface ConversationRef extends Ref {
  readonly kind: 'conversation'
}
