import type { DeliveryAttempt, DeliveryState } from '@tutti/model'
import type { DecisionInput } from '../calendar/calendar-api.ts'
import type { ScheduledPost } from '../calendar/schedule-record.ts'

/**
 * Why a post is not out. `paused`. `not-claimed`: no worker has taken it yet. `under-way`: it is being
 * published, or has its turn among those that are late. `not-approved`. `missed`, `waiting`: by its `late`
 * policy. `not-published`: some of its deliveries have not ended well; see `deliveries`.
 */
export type OverdueReason =
  | 'paused'
  | 'not-claimed'
  | 'under-way'
  | 'not-approved'
  | 'missed'
  | 'waiting'
  | 'not-published'

/** One post that should have gone out and has not, or not everywhere. */
export interface OverduePost {
  /** With what is known of its deliveries now. */
  readonly scheduled: ScheduledPost
  readonly lateMs: number
  readonly reason: OverdueReason
  /** The same for a person. */
  readonly detail: string
}

/** Everything that was tried for one channel of a post. */
export interface DeliveryLog {
  readonly channel: string
  readonly state: DeliveryState
  /** Why a guard held it, or what a person must decide. */
  readonly reason?: string | undefined
  /** Oldest first. */
  readonly attempts: readonly DeliveryAttempt[]
}

/** One worker that has shown itself lately. Instants are epoch milliseconds. */
export interface WorkerHealth {
  readonly id: string
  readonly since: number
  readonly lastBeatAt: number
  /** When it last asked the store for something to do, successfully. */
  readonly lastClaimAt?: number | undefined
  /** When it last got something to do. */
  readonly lastWorkAt?: number | undefined
  /** Of the scheduler. */
  readonly version: string
  /** Whether it has shown itself within the last three sweeps. */
  readonly isAlive: boolean
}

/** How publishing is doing. */
export interface SchedulerHealth {
  readonly workers: readonly WorkerHealth[]
  /** How many entries are due and not claimed, up to 1000, and since when the oldest of them is. */
  readonly unclaimed: { readonly count: number; readonly oldestDueAt?: number | undefined }
  /** Whether something is due for long that nobody claims, although not everything is paused. */
  readonly isStalled: boolean
}

/** The part of `tutti.scheduler` about what has begun, or should have. */
export interface WorkerApi {
  /**
   * Publishes one that is scheduled, missed or waiting at once. While something pauses it, it is queued.
   * @throws InvalidInputError `schedule-not-found`; `invalid-input` for what was never approved
   */
  publishNow(id: string, input?: DecisionInput): Promise<ScheduledPost>
  /** Everything that was tried, by channel; empty before the post fires. @throws InvalidInputError `schedule-not-found` */
  attempts(id: string): Promise<readonly DeliveryLog[]>
  /**
   * Publishes again what definitely is not on the platform: held, rejected, not sent.
   * @throws DeliveryError `needs-decision` while it is not known whether something is there;
   * InvalidInputError `schedule-not-found`; `invalid-input` where there is nothing to retry
   */
  retry(id: string, input?: { readonly channel?: string | undefined } & DecisionInput): Promise<ScheduledPost>
  /** What should have gone out more than a minute ago and has not, oldest first. `cancel` takes a post off it. */
  overdue(): Promise<readonly OverduePost[]>
  health(): Promise<SchedulerHealth>
  /**
   * Works until the signal is aborted or the client closes; then claims nothing new, finishes what is under
   * way, and resolves. Where the client works by itself already, it is that work which the signal ends.
   * @throws StoreError `store-not-durable`
   */
  run(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>
}
