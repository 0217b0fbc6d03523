import type { PluginHost, Post } from '@tutti/model'
import type { LatePolicy, ReadyOptions } from '../options.ts'
import type { Disambiguation, WallTime } from '../time/wall-time.ts'
import type { Batches } from './batches.ts'
import type { Records, VersionedRecord } from './records.ts'
import type { HistoryEntry, ScheduledPost, ScheduleOrigin, ScheduleRecord, ScheduleState } from './schedule-record.ts'

/** What is to be known about a post beside its time. */
export interface PlaceDetails {
  readonly disambiguation?: Disambiguation | undefined
  readonly late?: { readonly policy: LatePolicy; readonly graceMs?: number | undefined } | undefined
  readonly origin?: ScheduleOrigin | undefined
  /** Who wants it, as the app calls them. */
  readonly by?: string | undefined
  /**
   * A draft may have issues and waits for approval; `scheduled` when absent. Where approval is required,
   * what would be scheduled is submitted.
   */
  readonly state?: 'scheduled' | 'submitted' | 'draft' | undefined
  /** Whoever composes it looks for issues itself. */
  readonly mayHaveIssues?: boolean | undefined
  /** What the history calls it. */
  readonly action?: string | undefined
  /** The batch with which it is to appear. */
  readonly batch?: string | undefined
  /** Of the row of a file that it is made of. */
  readonly rowHash?: string | undefined
  /** The time was promised before it passed: what is late is then judged by `late`, not refused. */
  readonly mayBeLate?: boolean | undefined
}

/** Who changes something, and what they call it. */
export interface ChangeNote {
  readonly by?: string | undefined
  readonly action?: string | undefined
}

/** What changes, or what makes it of the record as it is. */
export type RecordChange =
  | Partial<ScheduleRecord>
  | ((record: ScheduleRecord) => Partial<ScheduleRecord> | Promise<Partial<ScheduleRecord>>)

/** One decision, told after it is stored. The record's own `history` holds it too, from the same write. */
export interface CalendarChange {
  readonly entry: HistoryEntry
  readonly before?: ScheduleRecord | undefined
  readonly after: ScheduleRecord
}

/** A time at which something is expected that nobody has placed yet. */
export interface ForeseenPost extends WallTime {
  readonly origin: ScheduleOrigin
  readonly channels: readonly string[]
  readonly text: string
  /** What will be placed. */
  readonly post: Post
}

/** What other parts of the scheduler plug into the calendar, when they are made. */
export interface CalendarExtensions {
  /** What will be placed between two instants: `from` inclusive and `to` exclusive. */
  readonly foresee: ((from: number, to: number) => Promise<readonly ForeseenPost[]>)[]
  /** Runs in every sweep of a worker, each isolated. */
  readonly sweep: (() => Promise<void>)[]
  /** Told of each decision, one after another, before the method that made it returns. */
  readonly changed: ((change: CalendarChange) => Promise<void>)[]
}

/** The middle of the scheduler: every other part places posts in it. */
export interface Calendar {
  readonly host: PluginHost
  readonly options: ReadyOptions
  readonly records: Records
  readonly batches: Batches
  readonly extensions: CalendarExtensions
  /**
   * Prepares a post and puts it at a time: the entry in the due index first, then the record; then the
   * engine is told, and listeners. Only a draft may have no time.
   * @throws InvalidInputError `invalid-input` when a channel would hold it back, `schedule-in-past`,
   * `already-published` when the id is in the calendar; StoreError `store-not-durable`; MediaError
   * `media-not-persistable`; PluginError `guard-denied`
   */
  place(post: Post, time: WallTime, details?: PlaceDetails): Promise<ScheduledPost>
  place(
    post: Post,
    time: WallTime | undefined,
    details: PlaceDetails & { readonly state: 'draft' },
  ): Promise<ScheduleRecord>
  /**
   * Prepares and checks a post as `place` does, and writes nothing.
   * @throws as `place`, `already-published` aside
   */
  compose(post: Post, time: WallTime | undefined, details?: PlaceDetails): Promise<ScheduleRecord>
  /** Tells everybody who wants to know of a record that has just appeared. */
  tellPlaced(record: ScheduleRecord): Promise<void>
  /**
   * Changes a record that is in one of these states, by one compare-and-set. The time stays. A function gets
   * the very record that is compared, and may throw.
   * @throws InvalidInputError `schedule-not-found`: there is none, it is in another state, or somebody else
   * was faster
   */
  move(id: string, from: readonly ScheduleState[], change: RecordChange, note?: ChangeNote): Promise<VersionedRecord>
  /**
   * Gives a record another time, or its first. What was missed, waits or is approved becomes `scheduled`;
   * a draft stays what it is, and what was missed unapproved becomes a draft again.
   * @throws InvalidInputError `schedule-not-found` as `move`, `schedule-in-past`; PluginError `guard-denied`
   */
  setTime(
    id: string,
    time: WallTime,
    details?: { readonly disambiguation?: Disambiguation | undefined } & ChangeNote,
  ): Promise<ScheduledPost>
  /** A record as the app sees it. It must have a time. */
  show(record: ScheduleRecord): ScheduledPost
}
