import type { HttpAnswer } from '../adapter/http.ts'
import type { MediaLimit } from '../adapter/limits.ts'
import type { AnyOperationName } from '../adapter/native-operations.ts'
import type { PreparedMedia } from '../content/media.ts'
import type { Post } from '../content/post.ts'
import type { PreparedPost } from '../content/prepared-post.ts'
import type { Delivery, PublishResult } from '../delivery/delivery.ts'
import type { TuttiError } from '../errors/tutti-error.ts'
import type { Interaction } from '../interaction.ts'
import type { MetricSample } from '../metrics.ts'
import type { InteractionRef } from '../refs.ts'
import type { Warning } from '../warning.ts'
import { defineHook } from './hooks.ts'

/** A request as plugins see it: without credential, secrets in URL and headers redacted. */
export interface VisibleRequest {
  readonly channel: string
  readonly platform: string
  readonly operation: AnyOperationName
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly commit: boolean
}

/** Changes a post for one channel, after the channel's overrides and before it is fitted. */
export const preparePost = defineHook<{ readonly channel: string; readonly platform: string; readonly post: Post }>()(
  'waterfall',
  'preparePost',
)

/** One attachment of a post on its way to one channel. */
export interface MediaFitting {
  readonly channel: string
  readonly platform: string
  /** Where it stands: `media[0]`, `thread[1].media[0]`, `link.image`. */
  readonly path: string
  /** What the channel takes there. */
  readonly limit: Partial<MediaLimit>
  readonly media: PreparedMedia
  /** What was changed so far: each becomes a warning issue at its path. */
  readonly changes: readonly Warning[]
}

/**
 * Makes an attachment fit its channel, before it is held against the limits. Other bytes come from
 * `host.keepMedia`; whatever is changed is told in `changes`.
 */
export const fitMedia = defineHook<MediaFitting>()('waterfall', 'fitMedia')

/** May hold a fitted post back. Runs in `prepare`; a denial becomes an error issue. */
export const guardPost = defineHook<{ readonly prepared: Omit<PreparedPost, 'contentHash'> }>()('guard', 'guardPost')

/**
 * May hold a post back at the last moment, before each part of a thread: just before the journal is written.
 * A denial holds the whole post back, and is heard before its first part only: a thread is not torn for good.
 * One with `retryAfterMs` is always heard: the part stays `queued`, and goes on by itself when nobody denies it.
 */
export const guardPublish = defineHook<{ readonly prepared: PreparedPost; readonly delivery: Delivery }>()(
  'guard',
  'guardPublish',
)

/** May keep an answer to somebody from being sent. */
export const guardReply = defineHook<{
  readonly channel: string
  readonly interaction: InteractionRef
  readonly text: string
}>()('guard', 'guardReply')

/** Changes an interaction as it is read. */
export const interactionReceived = defineHook<Interaction>()('waterfall', 'interactionReceived')

/** Changes samples as they are read. */
export const metricsCollected = defineHook<{ readonly channel: string; readonly samples: readonly MetricSample[] }>()(
  'waterfall',
  'metricsCollected',
)

/**
 * Surrounds one call of `publish`, over all its channels: the place for a trace or a measurement. May prevent
 * it; once it has begun, its own result counts. What `recover` takes up later runs outside of it.
 */
export const aroundPublish = defineHook<
  { readonly postId: string; readonly channels: readonly string[] },
  PublishResult
>()('around', 'aroundPublish')

/**
 * Names media that must not be cleaned away: the hashes of what a plugin keeps for later, see
 * `keptMediaOf`. A handler adds its own to those that are there.
 */
export const mediaInUse = defineHook<{ readonly sha256s: readonly string[] }>()('waterfall', 'mediaInUse')

/**
 * Surrounds one operation. Of `subscribe` it surrounds the opening of one connection: the stream that it
 * answers is read afterwards.
 */
export const aroundOperation = defineHook<
  {
    readonly channel: string
    readonly platform: string
    readonly operation: AnyOperationName
    readonly input: unknown
  },
  unknown
>()('around', 'aroundOperation')

/** Surrounds one try of one request. Can't change it; sees it without its credential. */
export const aroundRequest = defineHook<VisibleRequest, HttpAnswer>()('around', 'aroundRequest')

/** Told when a delivery has reached `published`. At least once over crashes. */
export const afterPublish = defineHook<{ readonly delivery: Delivery; readonly prepared: PreparedPost }>()(
  'notify',
  'afterPublish',
)

/** Told when an operation has failed. */
export const operationFailed = defineHook<{
  readonly channel: string
  readonly operation: AnyOperationName
  readonly error: TuttiError
}>()('notify', 'operationFailed')

/** Core's own hooks: the same kind of token as a plugin's. */
export const coreHooks = [
  preparePost,
  fitMedia,
  guardPost,
  guardPublish,
  guardReply,
  interactionReceived,
  metricsCollected,
  aroundPublish,
  mediaInUse,
  aroundOperation,
  aroundRequest,
  afterPublish,
  operationFailed,
] as const
