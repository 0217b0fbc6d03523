import { showLocalTime } from '../time/wall-time.ts'
import type { ForeseenPost } from './calendar.ts'
import type { ScheduledPost } from './schedule-record.ts'

/** One thing on a day: a post of the calendar, or one that a series is going to place. */
export type CalendarEntry = {
  /** Epoch milliseconds. */
  readonly at: number
  /** On the clock of the zone that was asked for, `09:00`. */
  readonly time: string
} & ({ readonly post: ScheduledPost } | { readonly foreseen: ForeseenPost })

/** One day on the wall of one zone. */
export interface CalendarDay {
  /** `2026-12-01`. */
  readonly date: string
  readonly timeZone: string
  /** In the order of time. */
  readonly entries: readonly CalendarEntry[]
}

/** Sorts posts into the days of a zone. What a series foresees and has placed already is shown once. */
export function toDays(
  posts: readonly ScheduledPost[],
  foreseen: readonly ForeseenPost[],
  timeZone: string,
): readonly CalendarDay[] {
  const placed = new Set(posts.map(({ origin }) => occurrenceOf(origin)))
  const entries = [
    ...posts.map((post) => ({ at: post.at, post })),
    ...foreseen.filter(({ origin }) => !placed.has(occurrenceOf(origin))).map((one) => ({ at: one.at, foreseen: one })),
  ].sort((one, other) => one.at - other.at)
  const days = new Map<string, CalendarEntry[]>()
  for (const entry of entries) {
    // `2026-12-01T09:00 Europe/Rome`
    const [date = '', time = ''] = showLocalTime(entry.at, timeZone).split(/[T ]/)
    const day = days.get(date)
    if (day) day.push({ ...entry, time })
    else days.set(date, [{ ...entry, time }])
  }
  return [...days].map(([date, sorted]) => ({ date, timeZone, entries: sorted }))
}

function occurrenceOf(origin: ScheduledPost['origin']): string | undefined {
  return origin?.occurrence === undefined ? undefined : JSON.stringify([origin.kind, origin.id, origin.occurrence])
}
