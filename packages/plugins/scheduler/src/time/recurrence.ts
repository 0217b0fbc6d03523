import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { readRuleParts, refuseRule } from './rule-parts.ts'
import { type Disambiguation, instantOf, type WallTime } from './wall-time.ts'

const dayMs = 24 * 60 * 60_000

/** The most that a zone can put between a wall time and its instant, and a day that a zone left out. */
const widestOffsetMs = 2 * dayMs

/** More in one day floods a channel. */
const maxPerDay = 48

/** Feb 29 every third year comes once in twelve years, and around 2100 not even then. */
const searchYears = 60

const maxIterations = 50_000

/** What a recurrence consists of. */
export interface RecurrenceInput {
  /** RFC 5545: `FREQ=WEEKLY;BYDAY=MO,TH`. */
  readonly rule: string
  /** Wall time from which the rule counts, `2026-12-01T09:00`. */
  readonly start: string
  readonly timeZone: string
  readonly disambiguation: Disambiguation
  /** Wall times at which nothing happens. */
  readonly exceptDates?: readonly string[] | undefined
  /** The last wall time; for rules that name no end themselves. */
  readonly until?: string | undefined
}

/** A rule over wall times. */
export interface Recurrence {
  /** Occurrences between two instants in epoch milliseconds, `from` inclusive and `to` exclusive, in order. */
  between(from: number, to: number): readonly WallTime[]
  /** How many wall times of the rule come before this one, whether excepted or not. */
  ordinalOf(wallTime: string): number
}

/**
 * Makes a recurrence. The rule is expanded over wall times only, as if there were no zones; each wall time
 * then gets its instant as `instantOf` says. So a wall time occurs once, also where a zone has it twice; where a
 * zone skips it, the offset before the gap counts, unless another occurrence has that very instant. Months
 * without a 31st are left out. The start is an occurrence only if the rule says so.
 * @throws InvalidInputError `recurrence-invalid` for a rule that is none
 */
export function createRecurrence(input: RecurrenceInput): Recurrence {
  const { rule, timeZone, disambiguation } = input
  const excepted = new Set(input.exceptDates?.map((wallTime) => plain(wallTime).toString()))
  const start = plain(input.start)
  const last = input.until === undefined ? undefined : plain(input.until)
  const expander = createExpander(rule, start, timeZone)
  // No gap is refused here: an occurrence that only its zone makes impossible must not be lost.
  const choice = disambiguation === 'reject' ? 'compatible' : disambiguation

  const expand = (from: Temporal.PlainDateTime, to: Temporal.PlainDateTime) => {
    try {
      const found = expander.between(asUtc(from), asUtc(to), true).map((zoned) => zoned.toPlainDateTime())
      return last ? found.filter((wall) => Temporal.PlainDateTime.compare(wall, last) <= 0) : found
    } catch (error) {
      return refuseRule(rule, 'has too much to search between two occurrences', error)
    }
  }
  return {
    between(from, to) {
      const walls = expand(wallOf(from - widestOffsetMs), wallOf(to + widestOffsetMs))
      const found = new Map<number, WallTime>()
      for (const wall of walls) {
        if (excepted.has(wall.toString())) continue
        const time = instantOf(wall.toString(), timeZone, choice)
        if (time.at < from || time.at >= to) continue
        const other = found.get(time.at)
        if (!other || other.adjusted === 'gap') found.set(time.at, time)
      }
      return [...found.values()].sort((one, other) => one.at - other.at)
    },

    ordinalOf(wallTime) {
      const wall = plain(wallTime)
      const before = Temporal.PlainDateTime.compare(wall, start) <= 0 ? [] : expand(start, wall)
      return before.filter((one) => !one.equals(wall)).length
    },
  }
}

/**
 * Looks at a recurrence before anything depends on it. More than `createRecurrence` does: it searches.
 * @throws InvalidInputError `recurrence-invalid` for a rule that is none, never occurs, or floods
 */
export function checkRecurrence(input: RecurrenceInput): void {
  const { rule, timeZone } = input
  const recurrence = createRecurrence(input)
  // A start in a gap may mean an earlier instant: no gap is wider.
  const start = plain(input.start).toZonedDateTime(timeZone).subtract({ hours: 3 })
  const yearOf = (years: number) => start.add({ years }).epochMilliseconds
  let years = 0
  let found = recurrence.between(yearOf(0), yearOf(1))
  while (found.length === 0 && years < searchYears) {
    years += 1
    found = recurrence.between(yearOf(years), yearOf(years + 1))
  }
  if (found.length === 0) refuseRule(rule, `does not occur within ${searchYears} years`)
  const perDay = new Map<string, number>()
  for (const { wallTime } of found) {
    const day = wallTime.slice(0, 'YYYY-MM-DD'.length)
    const count = (perDay.get(day) ?? 0) + 1
    if (count > maxPerDay) refuseRule(rule, `occurs more than ${maxPerDay} times a day`)
    perDay.set(day, count)
  }
}

function createExpander(rule: string, start: Temporal.PlainDateTime, timeZone: string) {
  const parts = new Map(readRuleParts(rule))
  const until = parts.get('UNTIL')
  parts.delete('UNTIL')
  const rruleString = [...parts].map(([name, value]) => `${name}=${value}`).join(';')
  try {
    return new RRuleTemporal({
      rruleString,
      dtstart: asUtc(start),
      ...(until !== undefined && { until: asUtc(readUntil(until, timeZone)) }),
      temporal: Temporal,
      maxIterations,
    })
  } catch (error) {
    return refuseRule(rule, 'is no recurrence rule', error)
  }
}

/** The last wall time: of a day, all of it; of an instant, what the zone's wall shows then. */
function readUntil(until: string, timeZone: string): Temporal.PlainDateTime {
  if (until.endsWith('Z')) {
    const [date, time] = until.slice(0, -1).split('T')
    const instant = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime('UTC')
    return instant.withTimeZone(timeZone).toPlainDateTime()
  }
  return Temporal.PlainDateTime.from(until.includes('T') ? until : `${until}T235959`)
}

function plain(wallTime: string): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.from(wallTime)
}

/** A wall time as if every wall were in UTC: there it exists, once. */
function asUtc(wall: Temporal.PlainDateTime): Temporal.ZonedDateTime {
  return wall.toZonedDateTime('UTC')
}

function wallOf(at: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDateTime()
}
