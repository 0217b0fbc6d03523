import type { DeliveryState, Json, Post, Preview } from '@tutti/model'
import type { LatePolicy } from '../options.ts'
import type { Disambiguation, WallTime } from '../time/wall-time.ts'

/** Every state of a post in the calendar. */
export const scheduleStates = [
  'draft',
  'submitted',
  'rejected',
  'approved',
  'scheduled',
  'firing',
  'fired',
  'missed',
  'waiting',
  'cancelled',
] as const

/**
 * The fate of a post in the calendar. `draft`, `submitted`, `rejected`, `approved`: not scheduled yet.
 * `scheduled`: waits for its time. `firing`: being published. `fired`: handed to every channel; see
 * `deliveries` for what came of it. `missed`: its time passed and it was not published. `waiting`: the same,
 * and a person must say what to do. `cancelled`: by decision.
 */
export type ScheduleState = (typeof scheduleStates)[number]

/** What placed a post in the calendar, where that was not a person. */
export interface ScheduleOrigin {
  readonly kind: 'series' | 'slot' | 'import' | 'requeue'
  /** Of the series, the slots, the import, or the post that was published before. */
  readonly id: string
  /** Which occurrence of the series. */
  readonly occurrence?: string | undefined
  /** How many times the series had been changed when it gave the post its content. */
  readonly revision?: number | undefined
}

/** One decision about a post. */
export interface HistoryEntry {
  /** Epoch milliseconds. */
  readonly at: number
  readonly action: string
  /** Who decided, as the app calls them. */
  readonly by?: string | undefined
  readonly from?: ScheduleState | undefined
  readonly to: ScheduleState
  /** The version of the record that the decision was about; absent for its first. */
  readonly version?: number | undefined
  /** Of the content on all channels, after the decision. */
  readonly contentHash?: string | undefined
  /** The same before the decision, where it changed it. */
  readonly contentHashBefore?: string | undefined
}

/** One approval. It is worth nothing for any other content. */
export interface Approval {
  readonly by: string
  readonly role: string
  /** Epoch milliseconds. */
  readonly at: number
  /** Of what was approved, on all channels. */
  readonly contentHash: string
}

/** What somebody said about a post. */
export interface PostComment {
  /** Epoch milliseconds. */
  readonly at: number
  readonly by: string
  readonly text: string
}

/** What a post in the calendar has, with a time or without. */
export interface CalendarPost {
  /** The post's id. */
  readonly id: string
  readonly state: ScheduleState
  readonly disambiguation: Disambiguation
  readonly late: { readonly policy: LatePolicy; readonly graceMs: number }
  /** What will be sent, as it was prepared and checked. */
  readonly preview: Preview
  /** What the author wrote, where it is plain data: a Blob or stream is not. */
  readonly post?: Post | undefined
  /** `labels.campaign` of the post. */
  readonly campaign?: string | undefined
  readonly origin?: ScheduleOrigin | undefined
  /** What people decided about it, oldest first; the newest 100. */
  readonly history?: readonly HistoryEntry[] | undefined
  /** Who has approved it as it is. */
  readonly approvals?: readonly Approval[] | undefined
  /** Oldest first. */
  readonly comments?: readonly PostComment[] | undefined
  /** Who drafted, scheduled or revised it, as the app calls them. */
  readonly authors?: readonly string[] | undefined
  /** State by channel, as far as it has fired. */
  readonly deliveries?: Readonly<Record<string, DeliveryState>> | undefined
  /** Epoch milliseconds at which publishing began. */
  readonly firedAt?: number | undefined
  /** Why it was missed, or waits. */
  readonly reason?: string | undefined
}

/** One post with its time. */
export interface ScheduledPost extends CalendarPost, WallTime {
  /** The instant on the clock of the plugin's `timeZone`, for people. */
  readonly localTime: string
}

/** A post as it is stored: everything but what is derived. A draft may have no time yet. */
export interface ScheduleRecord extends CalendarPost, Partial<WallTime> {
  /** Set when its time passed before it was approved: it must never go out as it is. */
  readonly unapproved?: boolean | undefined
  /** The time of which `scheduler.approval-due` has told, in epoch milliseconds. */
  readonly approvalDueTold?: number | undefined
  /** When a late post has its turn among those that are late as well, in epoch milliseconds. */
  readonly catchUpAt?: number | undefined
  /** The batch with which it came. It is not there until that is committed. */
  readonly batch?: string | undefined
  /** Of the row of a file that it was made of: the same row again is the same post. */
  readonly rowHash?: string | undefined
}

/** A record that has a time. */
export type TimedRecord = ScheduleRecord & WallTime

/** Whether a record has a time. */
export function hasTime(record: ScheduleRecord): record is TimedRecord {
  return record.at !== undefined
}

/** A record without what is nobody's business. */
export function withoutInternals<Record extends ScheduleRecord>(record: Record) {
  const {
    unapproved: _unapproved,
    catchUpAt: _catchUpAt,
    approvalDueTold: _told,
    batch: _batch,
    rowHash: _rowHash,
    ...shown
  } = record
  return shown
}

/** A record is plain data; the store's type wants to hear it. */
export const asJson = (record: ScheduleRecord): Json => record as unknown as Json
