import { Temporal } from 'temporal-polyfill'
import { instantOf, type WallTime } from '../time/wall-time.ts'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** A queue that is full for longer than this is refused. */
const searchDays = 366

/** Whether this is `mon 09:00`. */
export function isSlot(text: string): boolean {
  return /^(mon|tue|wed|thu|fri|sat|sun) ([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

/** In the order of the week, each once. */
export function sortSlots(slots: readonly string[]): readonly string[] {
  const place = (slot: string) => `${days.indexOf(slot.slice(0, 3))}${slot.slice(3)}`
  return [...new Set(slots)].sort((one, other) => (place(one) < place(other) ? -1 : 1))
}

/**
 * The slots that come after an instant, in order, for a year. A slot that the zone skips or has twice is as
 * `compatible` says; two that fall on one instant come once.
 */
export function* slotsAfter(slots: readonly string[], timeZone: string, after: number): Generator<WallTime> {
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone).toPlainDate()
  let last = after
  // The day before as well: what a gap moves may fall on the next day.
  for (let offset = -1; offset <= searchDays; offset += 1) {
    const date = today.add({ days: offset })
    const day = days[date.dayOfWeek - 1] ?? ''
    const times = slots
      .filter((slot) => slot.startsWith(day))
      .map((slot) => instantOf(`${date}T${slot.slice(4)}`, timeZone, 'compatible'))
      .sort((one, other) => one.at - other.at)
    for (const time of times) {
      if (time.at <= last) continue
      last = time.at
      yield time
    }
  }
}
