import type { DeliveryState, Json, Preview } from '@tutti/model'
import type { LatePolicy } from './options.ts'
import type { Disambiguation, WallTime } from './wall-time.ts'

/** Every state of a scheduled post. */
export const scheduleStates = ['scheduled', 'firing', 'fired', 'missed', 'waiting', 'cancelled'] as const

/**
 * The fate of a scheduled post. `scheduled`: waits for its time. `firing`: being published.
 * `fired`: handed to every channel; see `deliveries` for what came of it. `missed`: its time passed
 * while no worker ran. `waiting`: the same, and a person must say what to do. `cancelled`: by decision.
 */
export type ScheduleState = (typeof scheduleStates)[number]

/** One post with its time. */
export interface ScheduledPost extends WallTime {
  /** The post's id. */
  readonly id: string
  readonly state: ScheduleState
  readonly disambiguation: Disambiguation
  /** The instant on the clock of the plugin's `timeZone`, for people. */
  readonly localTime: string
  readonly late: { readonly policy: LatePolicy; readonly graceMs: number }
  /** What will be sent, as it was prepared and checked when it was scheduled. */
  readonly preview: Preview
  /** State by channel, once it has fired. */
  readonly deliveries?: Readonly<Record<string, DeliveryState>> | undefined
  /** Epoch milliseconds at which publishing began. */
  readonly firedAt?: number | undefined
  /** Why it was missed, or waits. */
  readonly reason?: string | undefined
}

/** A scheduled post as it is stored: everything but what is derived. */
export type ScheduleRecord = Omit<ScheduledPost, 'localTime'>

/** A record is plain data; the store's type wants to hear it. */
export const asJson = (record: ScheduleRecord): Json => record as unknown as Json
