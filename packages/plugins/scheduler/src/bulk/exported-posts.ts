import type { Calendar } from '../calendar/calendar.ts'
import { matches } from '../calendar/matches.ts'
import { hasTime, type ScheduleRecord, type ScheduleState } from '../calendar/schedule-record.ts'
import type { ExportOptions } from './bulk-api.ts'
import type { WrittenPost } from './row.ts'

/** Everything that may still go out. */
const openStates: readonly ScheduleState[] = [
  'draft',
  'submitted',
  'rejected',
  'approved',
  'scheduled',
  'missed',
  'waiting',
]

/** The records that an export is about: by time, what has none last. */
export async function* exportedRecords(
  { records }: Calendar,
  { from, to, states = openStates, channel, campaign }: ExportOptions,
): AsyncGenerator<ScheduleRecord> {
  const filter = { states, channel, campaign }
  const timed = records.between(from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY)
  for await (const { record } of timed) if (matches(record, filter)) yield record
  if (from !== undefined || to !== undefined) return
  for await (const { record } of records.withoutTime()) if (matches(record, filter)) yield record
}

/** The posts that an export is about. */
export async function* exportedPosts(calendar: Calendar, options: ExportOptions): AsyncGenerator<WrittenPost> {
  for await (const record of exportedRecords(calendar, options)) yield writtenPost(record)
}

/** A post on its way to a file. One that holds a Blob or stream can't be written whole: an import will not take it. */
export function writtenPost(record: ScheduleRecord): WrittenPost {
  const { id, post, preview, disambiguation, campaign } = record
  const time = hasTime(record) ? record : undefined
  if (post) {
    const { id: _id, ...rest } = post
    return { id, state: record.state, time, disambiguation, post: rest }
  }
  const [first] = Object.values(preview.channels)
  const text = first?.parts.map((part) => part.text).join('\n\n') ?? ''
  const channels = Object.keys(preview.channels)
  const labels = campaign === undefined ? undefined : { campaign }
  return { id, state: incomplete, time, disambiguation, post: { text, channels, labels } }
}

/** Stands where a state should, so that what is not whole is not imported as if it were. */
export const incomplete = 'incomplete'
