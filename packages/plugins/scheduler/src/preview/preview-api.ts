import type { Issue, MeasuredLength } from '@tutti/model'
import type { CalendarRange } from '../calendar/calendar-api.ts'
import type { ScheduleOrigin, ScheduleState } from '../calendar/schedule-record.ts'
import type { WallTime } from '../time/wall-time.ts'

/** Which part of the calendar. */
export interface PreviewRange extends CalendarRange {
  /** Only posts that go to this channel; the limits are reckoned with all. */
  readonly channel?: string | undefined
  readonly campaign?: string | undefined
}

/**
 * Something to know about a post. `gap`, `overlap`: its wall time is skipped or comes twice. `too-near`: nearer to another
 * post of the channel than `spacing` wants. `limited`: the platform's limits let it go later than it should.
 * `limits-unknown`: the adapter does not say what its limits are. `not-approved`, `paused`, `held`: it does not go
 * out as things are.
 */
export interface PreviewNote {
  readonly code: 'gap' | 'overlap' | 'too-near' | 'limited' | 'limits-unknown' | 'not-approved' | 'paused' | 'held'
  readonly message: string
  /** The other post that the note is about. */
  readonly postId?: string | undefined
}

/** One post on one channel. */
export interface ChannelPreview {
  /** What will be sent, part by part, with its length as the platform counts. */
  readonly parts: readonly {
    readonly text: string
    readonly lengths: readonly MeasuredLength[]
    readonly mediaCount: number
  }[]
  readonly issues: readonly Issue[]
  readonly notes: readonly PreviewNote[]
  /**
   * Epoch milliseconds at which its last part can go out at the earliest, as far as limits are known; the time asked for
   * where nothing is in its way.
   */
  readonly expectedAt: number
}

/** One post of the calendar, or one that a series is going to place. */
export interface PostPreview extends WallTime {
  /** Absent for what is not placed yet. */
  readonly id?: string | undefined
  readonly state: ScheduleState | 'foreseen'
  readonly origin?: ScheduleOrigin | undefined
  readonly campaign?: string | undefined
  /** `2026-12-01T08:00:00Z`. */
  readonly utcTime: string
  /** On the clock of the zone that was asked for: `2026-12-01T09:00 Europe/Rome`. */
  readonly localTime: string
  readonly notes: readonly PreviewNote[]
  readonly channels: Readonly<Record<string, ChannelPreview>>
}

/** How one channel copes with what is planned. */
export interface ChannelForecast {
  readonly channel: string
  readonly postCount: number
  /** Epoch milliseconds at which the last of them is out at the earliest. */
  readonly doneAt?: number | undefined
  /** `doneAt` on the clock of the zone that was asked for. */
  readonly doneAtLocalTime?: string | undefined
  /** Those that the limits don't let out at the time asked for. */
  readonly late: readonly {
    readonly id?: string | undefined
    readonly at: number
    readonly expectedAt: number
  }[]
  /** Whether the adapter says what its limits are: where not, nothing is late here. */
  readonly areLimitsKnown: boolean
}

/** What a part of the calendar will look like when it goes out. */
export interface CalendarPreview {
  /** In the order of time. */
  readonly posts: readonly PostPreview[]
  /** In the order of channels' ids. */
  readonly channels: readonly ChannelForecast[]
}

/** The part of `tutti.scheduler` that looks ahead. */
export interface PreviewApi {
  /**
   * Shows what will go out between two instants: text by channel, issues, times, and where the platforms' limits get in
   * the way. Sends nothing, and changes nothing. Limits are reckoned from now on, over all channels that share them.
   * @throws InvalidInputError `invalid-input`
   */
  preview(range: PreviewRange): Promise<CalendarPreview>
}
