import type { Post, Preview } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { hasTime, type ScheduleOrigin, type ScheduleState } from '../calendar/schedule-record.ts'
import { occurrenceId } from '../series/occurrence-id.ts'
import type { WallTime } from '../time/wall-time.ts'

/** What is planned for one instant, whether it stands in the calendar or a series is going to place it. */
export interface PlannedPost {
  readonly id?: string | undefined
  readonly state: ScheduleState | 'foreseen'
  readonly time: WallTime
  readonly origin?: ScheduleOrigin | undefined
  readonly campaign?: string | undefined
  readonly preview: Preview
}

/** Everything that may go out between two instants or has, in the order of time. */
export async function readPlanned(calendar: Calendar, from: number, to: number): Promise<readonly PlannedPost[]> {
  const planned: PlannedPost[] = []
  for await (const { record } of calendar.records.between(from, to)) {
    if (record.state === 'cancelled' || !hasTime(record)) continue
    const { id, state, origin, campaign, preview } = record
    planned.push({ id, state, time: timeOf(record), origin, campaign, preview })
  }
  const foreseen = (await Promise.all(calendar.extensions.foresee.map((foresee) => foresee(from, to)))).flat()
  // A series has few posts, and many times for each.
  const prepared = new Map<Post, Preview>()
  for (const { post, origin, ...time } of foreseen) {
    // It may have been moved, or cancelled.
    if (await calendar.records.find(occurrenceId(origin.id, origin.occurrence ?? ''))) continue
    const preview = prepared.get(post) ?? (await calendar.host.client.prepare(post))
    prepared.set(post, preview)
    planned.push({ state: 'foreseen', time: timeOf(time), origin, campaign: post.labels?.campaign, preview })
  }
  return planned.sort((one, other) => one.time.at - other.time.at)
}

function timeOf({ wallTime, timeZone, at, adjusted }: WallTime): WallTime {
  return { wallTime, timeZone, at, adjusted }
}
