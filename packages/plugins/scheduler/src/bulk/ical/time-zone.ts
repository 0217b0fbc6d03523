import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'

/** Programs that know the zone use their own rules; the others have so many years of ours. */
const coveredYears = 10

/**
 * A zone as iCalendar wants it: each change of its offset from the year before an instant on. Changes that a rule
 * would foretell stand there one by one, for zones have rules until somebody changes them.
 */
export function timeZoneComponent(timeZone: string, from: number): ICAL.Component {
  const component = new ICAL.Component('vtimezone')
  component.updatePropertyWithValue('tzid', timeZone)
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone).subtract({ years: 1 })
  const end = start.add({ years: coveredYears + 1 })
  component.addSubcomponent(observance(start, start.offset))
  let previous = start
  for (;;) {
    const next = previous.getTimeZoneTransition('next')
    if (!next || Temporal.ZonedDateTime.compare(next, end) > 0) return component
    component.addSubcomponent(observance(next, previous.offset))
    previous = next
  }
}

function observance(at: Temporal.ZonedDateTime, offsetBefore: string): ICAL.Component {
  const january = at.with({ month: 1, day: 1 }).offsetNanoseconds
  const july = at.with({ month: 7, day: 1 }).offsetNanoseconds
  const isSummer = january !== july && at.offsetNanoseconds === Math.max(january, july)
  const component = new ICAL.Component(isSummer ? 'daylight' : 'standard')
  // It begins on the wall of what was before it.
  const wall = at.toInstant().toZonedDateTimeISO(offsetBefore).toPlainDateTime()
  component.updatePropertyWithValue('dtstart', timeOf(wall.toString({ smallestUnit: 'second' })))
  component.updatePropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromString(offsetBefore))
  component.updatePropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromString(at.offset))
  return component
}

/** A wall time, or with a `Z` an instant, as the library has it. */
export function timeOf(text: string): ICAL.Time {
  return ICAL.Time.fromDateTimeString(text)
}
