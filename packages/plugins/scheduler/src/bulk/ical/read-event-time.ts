import { InvalidInputError } from '@tutti/model'
import type ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import { instantOf, isTimeZone } from '../../time/wall-time.ts'

/** A time of an event: on the wall of a zone, or a whole day. */
export interface EventTime {
  /** `2026-12-01T09:00:00`; of a whole day `2026-12-01`. */
  readonly wallTime: string
  readonly timeZone: string
}

/** @throws InvalidInputError `schedule-zone-missing` for a time that floats, `invalid-input` for a day or an unknown zone */
export function readEventTime(event: ICAL.Component, name: string): EventTime {
  const [time] = readEventTimes(event, name)
  if (time?.wallTime.includes('T')) return time
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `${name}: a whole day is no time to publish at`,
    path: name,
    advice: 'Give the event a time and a zone.',
  })
}

/** Every value of every property of a name. */
export function readEventTimes(event: ICAL.Component, name: string): readonly EventTime[] {
  return event.getAllProperties(name).flatMap((property) => {
    const zone = property.getFirstParameter('tzid')
    return property.getValues().map((value) => readTime(String(value), zone, name))
  })
}

function readTime(text: string, zone: string | undefined, name: string): EventTime {
  if (!text.includes('T')) return { wallTime: text, timeZone: 'UTC' }
  if (text.endsWith('Z')) return { wallTime: text.slice(0, -1), timeZone: 'UTC' }
  if (zone === undefined) {
    throw new InvalidInputError({
      code: 'schedule-zone-missing',
      message: `${name}: ${text} names no time zone`,
      path: name,
      advice: 'Give the event a zone: floating times mean another hour on another machine.',
    })
  }
  if (isTimeZone(zone)) return { wallTime: text, timeZone: zone }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `${name}: ${JSON.stringify(zone)} is no IANA time zone`,
    path: name,
    advice: 'Export the calendar with zones such as Europe/Rome, or with times in UTC.',
  })
}

/** The same time on the wall of a series' zone; a whole day means its time of day. */
export function wallTimeIn({ wallTime, timeZone }: EventTime, wanted: string, start: string): string {
  if (!wallTime.includes('T')) return `${wallTime}${start.slice(wallTime.length)}`
  if (timeZone === wanted) return wallTime
  const instant = Temporal.Instant.fromEpochMilliseconds(instantOf(wallTime, timeZone, 'compatible').at)
  return instant.toZonedDateTimeISO(wanted).toPlainDateTime().toString()
}
