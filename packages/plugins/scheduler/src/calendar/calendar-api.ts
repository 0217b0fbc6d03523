import type { Post } from '@tutti/model'
import type { LatePolicy } from '../options.ts'
import type { Disambiguation } from '../time/wall-time.ts'
import type { CalendarDay } from './days.ts'
import type { ScheduledPost, ScheduleOrigin, ScheduleState } from './schedule-record.ts'

/** When. */
export interface TimeInput {
  /** A wall time with its zone, `2026-12-01T09:00[Europe/Rome]`, or an exact instant, `2026-12-01T08:00Z`. */
  readonly at: string
  /** For wall times that the zone skips or has twice; `compatible` when absent. The result says whether it mattered. */
  readonly disambiguation?: Disambiguation | undefined
  /** Who wants it, as the app calls them; kept in the history. */
  readonly by?: string | undefined
}

/** When, and what else to know about it. */
export interface ScheduleInput extends TimeInput {
  /** What happens when its time passes while no worker runs; the plugin's own when absent. */
  readonly late?: { readonly policy: LatePolicy; readonly graceMs?: number | undefined } | undefined
}

/** Who decides, as the app calls them; kept in the history. */
export interface DecisionInput {
  readonly by?: string | undefined
}

/** Which posts of the calendar. All conditions must hold. */
export interface ScheduleFilter {
  readonly states?: readonly ScheduleState[] | undefined
  /** Posts that go to this channel, perhaps among others. */
  readonly channel?: string | undefined
  readonly campaign?: string | undefined
  readonly origin?: ScheduleOrigin['kind'] | { readonly kind: ScheduleOrigin['kind']; readonly id: string } | undefined
  /** Epoch milliseconds, inclusive. */
  readonly from?: number | undefined
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined
}

/** Between which instants, and on whose wall. */
export interface CalendarRange {
  /** Epoch milliseconds, inclusive. */
  readonly from: number
  /** Epoch milliseconds, exclusive. */
  readonly to: number
  /** Whose days they are; the plugin's `timeZone` when absent. */
  readonly timeZone?: string | undefined
}

/** The part of `tutti.scheduler` about single posts and their times. */
export interface CalendarApi {
  /**
   * Prepares the post now, so that what is wrong is found out now, and publishes it at its time:
   * once, whatever restarts in between.
   * @throws InvalidInputError `schedule-zone-missing`, `schedule-in-past`, `invalid-input` (also when a
   * channel would hold the post back), `already-published` when this post id is scheduled already;
   * StoreError `store-not-durable`; MediaError `media-not-persistable`; PluginError `guard-denied`
   */
  schedule(post: Post, input: ScheduleInput): Promise<ScheduledPost>
  /**
   * Gives one that has not begun to fire another time. What was missed or waits is scheduled again.
   * @throws InvalidInputError `schedule-not-found`, `schedule-zone-missing`, `schedule-in-past`,
   * `invalid-input`; PluginError `guard-denied`
   */
  reschedule(id: string, input: TimeInput): Promise<ScheduledPost>
  /** Takes a post out that has not begun to fire. @throws InvalidInputError `schedule-not-found` */
  cancel(id: string, input?: DecisionInput): Promise<ScheduledPost>
  /** @throws InvalidInputError `schedule-not-found`, also for a draft that has no time yet */
  get(id: string): Promise<ScheduledPost>
  /** By time, earliest first. Reads no more than lies between `from` and `to`: give both where there is much. */
  list(filter?: ScheduleFilter): Promise<readonly ScheduledPost[]>
  /**
   * Day by day what is in the calendar, and what series foresee. Days without anything are left out.
   * @throws InvalidInputError `invalid-input`
   */
  calendar(range: CalendarRange): Promise<readonly CalendarDay[]>
}
