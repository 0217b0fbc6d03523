import type { PublishedPost } from '../content/published-post.ts'
import type { Interaction } from '../interaction.ts'
import type { PostRef } from '../refs.ts'

/**
 * What to listen to. `interactions`: what people do towards the account. `home`: posts of those whom
 * it follows. `public`: every public post that the server shows, `hashtag`: those with one hashtag.
 */
export type StreamTopic =
  | { readonly kind: 'interactions' }
  | { readonly kind: 'home' }
  | { readonly kind: 'public' }
  | { readonly kind: 'hashtag'; readonly hashtag: string }

/** Input of `subscribe`. */
export interface SubscribeInput {
  readonly topic: StreamTopic
  /** The `cursor` of the last item that was handled: what came after it is told first. */
  readonly cursor?: string | undefined
}

/** One thing that a stream tells. */
export type StreamItem = {
  /**
   * Opaque, serialisable and free of secrets: hand it back to go on behind this item. Absent where the
   * platform can't resume.
   */
  readonly cursor?: string | undefined
} & (
  | { readonly kind: 'interaction'; readonly interaction: Interaction }
  | { readonly kind: 'post'; readonly post: PublishedPost }
  | { readonly kind: 'post-edited'; readonly post: PublishedPost }
  | { readonly kind: 'post-deleted'; readonly post: PostRef }
)
