import type { PublishedMedia } from './content/published-post.ts'
import type { Profile } from './profile.ts'
import type { RawEnum } from './raw-enum.ts'
import type { InteractionRef, PostRef } from './refs.ts'

/** Every kind of interaction. */
export const interactionKinds = [
  'comment',
  'reply',
  'mention',
  'message',
  'reaction',
  'repost',
  'quote',
  'follow',
  'review',
] as const

/** Anything people do back. */
export type InteractionKind = (typeof interactionKinds)[number]

/** Whether others can see it. */
export type InteractionState = 'visible' | 'hidden' | 'pending' | 'spam' | 'deleted'

/** One thing that somebody did. Absent members were not given by the platform. */
export interface Interaction {
  readonly ref: InteractionRef
  readonly kind: RawEnum<InteractionKind>
  /** The app's own channel id; filled in by core. */
  readonly channel: string
  readonly author: Profile
  /** The post it is about. */
  readonly post?: PostRef | undefined
  /** What it answers directly, when that is another interaction. */
  readonly parent?: InteractionRef | PostRef | undefined
  /** Plain text; empty for reactions, reposts and follows. */
  readonly text: string
  readonly media: readonly PublishedMedia[]
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly state: InteractionState
  /** The platform's answer, untouched. */
  readonly raw: unknown
}
