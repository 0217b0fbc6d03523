import type { AnyOperationName } from '../adapter/native-operations.ts'
import type { StreamTopic } from '../adapter/stream.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { ErrorRecord } from '../errors/tutti-error.ts'
import { defineEvent } from './events.ts'

/** A post stands on the platform. */
export const postPublished = defineEvent<{ readonly delivery: Delivery }>()('post.published')

/** A delivery has moved to another state, or one of its parts has. */
export const deliveryChanged = defineEvent<{ readonly delivery: Delivery }>()('delivery.changed')

/** A delivery ended without being published, or waits for a person. */
export const deliveryFailed = defineEvent<{ readonly delivery: Delivery }>()('delivery.failed')

/** A delivery's fate was unknown; reading back has begun. */
export const reconciliationStarted = defineEvent<{
  readonly postId: string
  readonly channel: string
  readonly part: number
}>()('reconciliation.started')

/** A request has to wait for a limit. */
export const rateLimitWaited = defineEvent<{
  readonly channel: string
  readonly operation: AnyOperationName
  readonly bucket: string
  readonly delayMs: number
}>()('rate-limit.waited')

/** A platform answered 429 or said to slow down. */
export const rateLimitHit = defineEvent<{
  readonly channel: string
  readonly operation: AnyOperationName
  readonly bucket: string
  readonly retryAfterMs: number
}>()('rate-limit.hit')

/** A request is tried again. */
export const requestRetried = defineEvent<{
  readonly channel: string
  readonly operation: AnyOperationName
  readonly attempt: number
  readonly delayMs: number
  readonly error: ErrorRecord
}>()('request.retried')

/**
 * An upload is on its way: about once a megabyte, and when all of it was handed to the connection. It begins again
 * when it is tried again.
 */
export const uploadProgressed = defineEvent<{
  readonly channel: string
  readonly operation: AnyOperationName
  readonly sentBytes: number
  readonly totalBytes: number
}>()('upload.progressed')

/** A credential was renewed. */
export const credentialRefreshed = defineEvent<{ readonly channel: string; readonly expiresAt?: number | undefined }>()(
  'credential.refreshed',
)

/** A stream is open; `resumed` when it goes on behind an item that was handed on, or that the caller named. */
export const streamConnected = defineEvent<{
  readonly channel: string
  readonly topic: StreamTopic
  readonly resumed: boolean
}>()('stream.connected')

/**
 * A stream was lost, or could not be opened; it is tried again after `delayMs`. Without `error` the
 * platform has ended it in good order. Unless it `resumes`, what happens meanwhile is not told.
 */
export const streamInterrupted = defineEvent<{
  readonly channel: string
  readonly topic: StreamTopic
  readonly resumes: boolean
  readonly delayMs: number
  readonly error?: ErrorRecord | undefined
}>()('stream.interrupted')

/** A credential ends within a week and can't be renewed by itself: a person has to sign in again. Once per credential. */
export const credentialExpiring = defineEvent<{ readonly channel: string; readonly expiresAt: number }>()(
  'credential.expiring',
)

/** A plugin's listener, notify hook or clean-up threw. */
export const pluginError = defineEvent<{
  readonly plugin: string
  readonly where: string
  readonly error: ErrorRecord
}>()('plugin.error')

/** Something the app's author should know, once. */
export const warningRaised = defineEvent<{ readonly code: string; readonly message: string }>()('warning.raised')

/** Core's own events. */
export const coreEvents = [
  postPublished,
  deliveryChanged,
  deliveryFailed,
  reconciliationStarted,
  rateLimitWaited,
  rateLimitHit,
  requestRetried,
  uploadProgressed,
  credentialRefreshed,
  streamConnected,
  streamInterrupted,
  credentialExpiring,
  pluginError,
  warningRaised,
] as const

/** Any of core's events. */
export type CoreEvent = (typeof coreEvents)[number]
