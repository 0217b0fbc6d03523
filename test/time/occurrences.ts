import { Temporal } from 'temporal-polyfill'

/** Minutes between two occurrences. */
const everyMinutes = 30

/** The rule of every series here. */
export const rule = 'FREQ=HOURLY;BYMINUTE=0,30'

/** The wall time of a zone at an instant, as series take it. */
export function wallTimeAt(atMs: number, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone)
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

/**
 * The instants at which the rule occurs between two instants, by Temporal alone: each wall time once, and one instant
 * once. `from` inclusive and `to` exclusive, in epoch milliseconds.
 */
export function instantsBetween(from: number, to: number, timeZone: string): readonly number[] {
  const found = new Set<number>()
  // A day more at each end: what the zone skips or has twice may lie far from where it is counted.
  let wall = Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .round({ smallestUnit: 'hour', roundingMode: 'floor' })
  for (let count = 0; count < ((to - from) / 3_600_000 + 48) * 2; count += 1) {
    const at = wall.toZonedDateTime(timeZone).epochMilliseconds
    if (at >= from && at < to) found.add(at)
    wall = wall.add({ minutes: everyMinutes })
  }
  return [...found].sort((one, other) => one - other)
}
