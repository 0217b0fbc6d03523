import type { Post } from '@tutti/model'
import type { DecisionInput } from '../calendar/calendar-api.ts'
import type { ScheduleState } from '../calendar/schedule-record.ts'
import type { LatePolicy } from '../options.ts'
import type { Disambiguation, WallTime } from '../time/wall-time.ts'

/** `in-turn`: as they stand, then from the start. `shuffle`: each once a round, in another order each round. */
export type SeriesOrder = 'in-turn' | 'shuffle'

/** What a series publishes: one post every time, or several in rotation. Plain data only; ids in them are not used. */
export type SeriesContent =
  | { readonly post: Post; readonly posts?: undefined; readonly order?: undefined }
  | { readonly posts: readonly Post[]; readonly order?: SeriesOrder | undefined; readonly post?: undefined }

/** When a series publishes. */
export interface SeriesTimes {
  /** RFC 5545: `FREQ=WEEKLY;BYDAY=MO,TH`. With COUNT or UNTIL, or without an end. */
  readonly rule: string
  /**
   * Wall time from which the rule counts, `2026-12-01T09:00`, and whose time of day it has unless the rule says
   * another. It is an occurrence itself only if the rule says so.
   */
  readonly start: string
  /** IANA name; the plugin's `timeZone` when absent. */
  readonly timeZone?: string | undefined
  /** For wall times that the zone skips or has twice; `compatible` when absent. None of them is left out. */
  readonly disambiguation?: Exclude<Disambiguation, 'reject'> | undefined
  /** Wall time after which nothing occurs. */
  readonly until?: string | undefined
  /** Wall times at which nothing occurs. */
  readonly exceptDates?: readonly string[] | undefined
}

/** How its occurrences are treated. */
export interface SeriesManners {
  /** What happens to an occurrence whose time passes while no worker runs; the plugin's own when absent. */
  readonly late?: { readonly policy: LatePolicy; readonly graceMs?: number | undefined } | undefined
  /** Whether each occurrence is a draft until somebody approves it. */
  readonly approval?: boolean | undefined
}

/** A new series. */
export type SeriesInput = SeriesContent &
  SeriesTimes &
  SeriesManners & {
    /** The app's own id; made up when absent. */
    readonly id?: string | undefined
    readonly by?: string | undefined
  }

/** What shall be different from now on. Content is replaced whole. */
export type SeriesChange = Partial<SeriesTimes> &
  SeriesManners & {
    readonly post?: Post | undefined
    readonly posts?: readonly Post[] | undefined
    readonly order?: SeriesOrder | undefined
    readonly by?: string | undefined
  }

/** An occurrence that could not be placed as it should be. */
export interface OccurrenceFailure {
  /** Wall time. */
  readonly occurrence: string
  /** Epoch milliseconds. */
  readonly at: number
  /** The error's code. */
  readonly code: string
  readonly message: string
  /** The post's id when it stands in the calendar as a draft, to be mended and approved. */
  readonly draftId?: string | undefined
}

/** One series. */
export interface Series {
  readonly id: string
  /** `ended`: by decision. One whose rule has run out is active still. */
  readonly state: 'active' | 'ended'
  readonly posts: readonly Post[]
  readonly order: SeriesOrder
  readonly rule: string
  readonly start: string
  readonly timeZone: string
  readonly disambiguation: Exclude<Disambiguation, 'reject'>
  readonly until?: string | undefined
  readonly exceptDates: readonly string[]
  readonly late?: { readonly policy: LatePolicy; readonly graceMs?: number | undefined } | undefined
  readonly approval: boolean
  /** How many times it was changed. */
  readonly revision: number
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** The newest 50. */
  readonly failures: readonly OccurrenceFailure[]
}

/** Between which instants. */
export interface OccurrenceRange {
  /** Epoch milliseconds, inclusive. */
  readonly from: number
  /** Epoch milliseconds, exclusive. */
  readonly to: number
}

/** One time at which a series publishes. */
export interface Occurrence extends WallTime {
  /** The id of its post: of the series and the wall time, so that it can't be placed twice. */
  readonly id: string
  readonly text: string
  /** Where it stands in the calendar; absent before it is placed there. */
  readonly state?: ScheduleState | undefined
}

/** `tutti.scheduler.series`: posts that come again and again. */
export interface SeriesApi {
  /**
   * Checks rule and content, stores the series, and places what is near. Workers place the rest as it comes
   * near; a time that passes while none runs is treated as `late` says.
   * @throws InvalidInputError `recurrence-invalid`, `invalid-input` (also when a channel would hold a post
   * back), `already-published` when there is a series of this id; StoreError `store-not-durable`
   */
  create(input: SeriesInput): Promise<Series>
  /** @throws InvalidInputError `schedule-not-found` */
  get(id: string): Promise<Series>
  /** In the order of ids. */
  list(): Promise<readonly Series[]>
  /**
   * Changes what has not been published: occurrences that stand in the calendar get the new content, what the
   * rule no longer has is cancelled. One that was cancelled or moved by hand stays so.
   * @throws InvalidInputError as `create`, and `schedule-not-found`, also for one that has ended
   */
  update(id: string, change: SeriesChange): Promise<Series>
  /**
   * Leaves one occurrence out, given by its wall time.
   * @throws InvalidInputError `schedule-not-found` when the series has none at that time
   */
  skip(id: string, occurrence: string, input?: DecisionInput): Promise<Series>
  /** Ends it, and cancels what it has placed and not published. @throws InvalidInputError `schedule-not-found` */
  end(id: string, input?: DecisionInput): Promise<Series>
  /** Times of a series, placed or not, in order. @throws InvalidInputError `schedule-not-found`, `invalid-input` */
  occurrences(id: string, range: OccurrenceRange): Promise<readonly Occurrence[]>
}
