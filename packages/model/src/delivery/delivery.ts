import type { PreparedPost, StagedPost } from '../content/prepared-post.ts'
import type { ErrorRecord } from '../errors/tutti-error.ts'
import type { PostRef } from '../refs.ts'
import type { Issue, Warning } from '../warning.ts'
import type { DeliveryState } from './states.ts'

/** One entry of a delivery's attempt log. */
export interface DeliveryAttempt {
  /** Epoch milliseconds. */
  readonly at: number
  readonly action: 'stage' | 'publish' | 'find' | 'decide'
  /** Which part it was about. */
  readonly part: number
  /** What came of it, for a person. */
  readonly outcome: string
  readonly error?: ErrorRecord | undefined
}

/** The fate of one part of a thread, or of the first comment. */
export interface PartDelivery {
  /** Its place among the parts; the first comment's is behind the last of them. */
  readonly index: number
  readonly state: DeliveryState
  /** The key under which it is sent; the same over all attempts. */
  readonly key: string
  /** Epoch milliseconds of the first attempt; the post's own time on some platforms. */
  readonly createdAt?: number | undefined
  /** Epoch milliseconds at which the last committing request was journalled. */
  readonly sentAt?: number | undefined
  /** Epoch milliseconds at which the first of the committing requests was journalled whose fate is not known. */
  readonly openSince?: number | undefined
  /** Epoch milliseconds until which a platform that has accepted it may take to show it. */
  readonly deadlineAt?: number | undefined
  /** Epoch milliseconds before which it must not be sent: after a 429. */
  readonly notBefore?: number | undefined
  readonly staged?: StagedPost | undefined
  /** Set once, when it is known to stand on the platform. */
  readonly ref?: PostRef | undefined
  /** How it was found out: by the answer, or by reading back. */
  readonly confirmedBy?: 'answer' | 'read-back' | 'person' | undefined
  /** Epoch milliseconds of the first complete read that did not find it. */
  readonly absentSince?: number | undefined
  readonly warnings: readonly Warning[]
  readonly error?: ErrorRecord | undefined
}

/** The fate of one prepared post on one channel. Plain JSON; its state is the worst of its parts. */
export interface Delivery {
  readonly postId: string
  readonly channel: string
  readonly platform: string
  readonly state: DeliveryState
  readonly parts: readonly PartDelivery[]
  /** Does not count for `state`: it can't turn `published` into a failure. */
  readonly firstComment?: PartDelivery | undefined
  readonly contentHash: string
  readonly issues: readonly Issue[]
  /** Why a guard held it, or what a person must decide and how. */
  readonly reason?: string | undefined
  readonly attempts: readonly DeliveryAttempt[]
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** A delivery as the journal keeps it: with everything needed to finish it after a crash. */
export interface DeliveryRecord extends Delivery {
  readonly prepared: PreparedPost
  readonly options: { readonly onAbsent: OnAbsent }
  /** Whether `afterPublish` was run. Written only while something else is still to be done. */
  readonly notified?: boolean | undefined
}

/** What to do with a post that is proved absent where no key protects a repeat. */
export type OnAbsent = 'ask' | 'resend'

/** What `publish` returns: one delivery per channel; one channel's failure throws nothing away. */
export interface PublishResult<Channels extends string = string> {
  readonly postId: string
  readonly deliveries: Readonly<Record<Channels, Delivery>>
}
