import { InvalidInputError } from '@tutti/model'
import { Temporal } from 'temporal-polyfill'

/** What to do with a wall time that a zone skips or has twice. `compatible`: as RFC 5545 and Temporal do. */
export type Disambiguation = 'compatible' | 'earlier' | 'later' | 'reject'

/** A wall time in a zone with the instant that it means. The wall time and zone are what was promised. */
export interface WallTime {
  /** `2026-12-01T09:00:00`, as the clock on the wall shows it. */
  readonly wallTime: string
  /** IANA name. */
  readonly timeZone: string
  /** Epoch milliseconds. */
  readonly at: number
  /** `gap`: the zone skips this wall time; `overlap`: it has it twice. `disambiguation` chose. */
  readonly adjusted: 'none' | 'gap' | 'overlap'
}

/** Whether the runtime knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function refuse(text: string, why: string, cause?: unknown): never {
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `at: "${text}" ${why}`,
    path: 'at',
    advice: 'Write a date, a time and a zone: 2026-12-01T09:00[Europe/Rome].',
    cause,
  })
}

/** Finds out whether a zone skips a wall time or has it twice. */
function adjustmentOf(wall: Temporal.PlainDateTime, timeZone: string): WallTime['adjusted'] {
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(timeZone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return 'none'
  return earlier.toPlainDateTime().equals(wall) ? 'overlap' : 'gap'
}

/** The instant of a wall time; derived anew whenever the zone database may have changed. */
export function instantOf(wallTime: string, timeZone: string, disambiguation: Disambiguation): WallTime {
  const wall = Temporal.PlainDateTime.from(wallTime)
  const adjusted = adjustmentOf(wall, timeZone)
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation })
  return { wallTime: wall.toString(), timeZone, at: zoned.epochMilliseconds, adjusted }
}

/**
 * Reads a wall time with its zone, such as `2026-12-01T09:00[Europe/Rome]`, or an exact instant, such
 * as `2026-12-01T08:00Z`. A wall time without either is refused: it would mean another hour on another
 * machine.
 *
 * @throws InvalidInputError `schedule-zone-missing`; `invalid-input` for what is no time, no zone, or,
 * with `reject`, not exactly one instant
 */
export function readWallTime(text: string, disambiguation: Disambiguation): WallTime {
  const zone = /\[([^\]=]+)\]/.exec(text)?.[1]
  const exact = /T.*(?:Z|[+-]\d{2}(?::?\d{2})?)(?:\[|$)/i.test(text)
  if (zone === undefined && !exact) {
    try {
      Temporal.PlainDateTime.from(text)
    } catch (error) {
      refuse(text, 'is not a date and time', error)
    }
    throw new InvalidInputError({
      code: 'schedule-zone-missing',
      message: `at: "${text}" names no time zone`,
      path: 'at',
      advice: `Write the zone into it: ${text}[Europe/Rome].`,
    })
  }
  if (zone !== undefined && !isTimeZone(zone)) refuse(text, `names an unknown time zone, "${zone}"`)
  try {
    if (zone === undefined) {
      const instant = Temporal.Instant.from(text)
      const wall = instant.toZonedDateTimeISO('UTC').toPlainDateTime()
      return { wallTime: wall.toString(), timeZone: 'UTC', at: instant.epochMilliseconds, adjusted: 'none' }
    }
    if (exact) {
      // Both an offset and a zone: they must agree.
      const zoned = Temporal.ZonedDateTime.from(text, { offset: 'reject' })
      const wall = zoned.toPlainDateTime().toString()
      return { wallTime: wall, timeZone: zone, at: zoned.epochMilliseconds, adjusted: 'none' }
    }
    return instantOf(text.slice(0, text.indexOf('[')), zone, disambiguation)
  } catch (error) {
    return refuse(text, 'is no date and time in that zone', error)
  }
}

/** An instant as the clock on a zone's wall shows it: `2026-12-01T09:00 Europe/Rome`. */
export function showLocalTime(at: number, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  return `${zoned.toPlainDateTime().toString({ smallestUnit: 'minute' })} ${timeZone}`
}
