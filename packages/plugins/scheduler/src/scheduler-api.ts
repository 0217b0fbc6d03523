import type { Post } from '@tutti/model'
import type { LatePolicy } from './options.ts'
import type { ScheduledPost, ScheduleState } from './scheduled-post.ts'
import type { Disambiguation } from './wall-time.ts'

/** When, and what else to know about it. */
export interface ScheduleInput {
  /** A wall time with its zone, `2026-12-01T09:00[Europe/Rome]`, or an exact instant, `2026-12-01T08:00Z`. */
  readonly at: string
  /** For wall times that the zone skips or has twice; `compatible` when absent. The result says whether it mattered. */
  readonly disambiguation?: Disambiguation | undefined
  /** What happens when its time passes while no worker runs; the plugin's own when absent. */
  readonly late?: { readonly policy: LatePolicy; readonly graceMs?: number | undefined } | undefined
}

/** `tutti.scheduler`. */
export interface SchedulerApi {
  /**
   * Prepares the post now, so that what is wrong is found out now, and publishes it at its time:
   * once, whatever restarts in between.
   * @throws InvalidInputError `schedule-zone-missing`, `schedule-in-past`, `invalid-input` (also when a
   * channel would hold the post back), `already-published` when this post id is scheduled already;
   * StoreError `store-not-durable`; MediaError `media-not-persistable`; PluginError `guard-denied`
   */
  schedule(post: Post, input: ScheduleInput): Promise<ScheduledPost>
  /** Takes a post out that has not begun to fire. @throws InvalidInputError `schedule-not-found` */
  cancel(id: string): Promise<ScheduledPost>
  /** Publishes one that is scheduled, missed or waiting at once. @throws InvalidInputError `schedule-not-found` */
  publishNow(id: string): Promise<ScheduledPost>
  /** @throws InvalidInputError `schedule-not-found` */
  get(id: string): Promise<ScheduledPost>
  /** By time, earliest first; `from` inclusive and `to` exclusive in epoch milliseconds. */
  list(filter?: {
    readonly states?: readonly ScheduleState[] | undefined
    readonly from?: number | undefined
    readonly to?: number | undefined
  }): Promise<readonly ScheduledPost[]>
}
