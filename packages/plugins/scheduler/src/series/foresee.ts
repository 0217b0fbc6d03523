import type { ForeseenPost } from '../calendar/calendar.ts'
import { createRecurrence } from '../time/recurrence.ts'
import { postInTurn } from './rotation.ts'
import type { SeriesStore } from './series-store.ts'

/** What the series are going to place between two instants, for the calendar. */
export async function foreseeOccurrences(
  shelf: SeriesStore,
  from: number,
  to: number,
): Promise<readonly ForeseenPost[]> {
  const foreseen: ForeseenPost[] = []
  for await (const record of shelf.all()) {
    if (record.state !== 'active') continue
    const recurrence = createRecurrence(record)
    for (const time of recurrence.between(from, to)) {
      const post = postInTurn(record, recurrence.ordinalOf(time.wallTime))
      const origin = { kind: 'series', id: record.id, occurrence: time.wallTime } as const
      foreseen.push({ ...time, origin, channels: record.channels, text: post.text, post })
    }
  }
  return foreseen
}
