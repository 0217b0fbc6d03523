import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import type { ScheduleRecord } from '../../calendar/schedule-record.ts'
import { postInTurn } from '../../series/rotation.ts'
import type { SeriesRecord } from '../../series/series-store.ts'
import { createRecurrence } from '../../time/recurrence.ts'
import { readRuleParts } from '../../time/rule-parts.ts'
import { instantOf } from '../../time/wall-time.ts'
import type { ExportOptions } from '../bulk-api.ts'
import { canonicalJson } from '../canonical-json.ts'
import { setContent, setTime } from './event-content.ts'
import { encodeData, names, uidEnds } from './event-data.ts'
import { untilAsInstant } from './until.ts'

const yearMs = 366 * 24 * 60 * 60_000
/** As far as rules are searched elsewhere. */
const searchYears = 60

/** One event for a series: its rule from its first occurrence on, without those that were left out or cancelled. */
export async function describeSeries(calendar: Calendar, series: SeriesRecord) {
  const { id, posts, rule, start, timeZone, until, order, approval, late, disambiguation } = series
  const first = firstOccurrence(series)
  const rrule = ruleFor(series)
  const event = new ICAL.Component('vevent')
  event.updatePropertyWithValue('uid', `${id}${uidEnds.series}`)
  setTime(event, 'dtstart', { wallTime: first.wallTime, timeZone })
  const property = new ICAL.Property('rrule')
  property.setValue(ICAL.Recur.fromString(rrule))
  event.addProperty(property)
  for (const wallTime of await exceptions(calendar, series)) {
    const one = new ICAL.Component('vevent')
    setTime(one, 'exdate', { wallTime, timeZone })
    const exdate = one.getFirstProperty('exdate')
    if (exdate) event.addProperty(exdate)
  }
  if (posts[0]) setContent(event, posts[0])
  // The rule as it is here counts as long as nobody has changed the event.
  const unchanged = { start: first.wallTime, rule: String(property.getFirstValue()) }
  const data = { posts, order, approval, late, disambiguation, rule, start, until, unchanged }
  event.updatePropertyWithValue(names.series, encodeData(data))
  return { event, at: first.at }
}

/** Whether somebody has moved or revised an occurrence, so that it is not what its series says. */
export function isChangedOccurrence(series: SeriesRecord, record: ScheduleRecord): boolean {
  const { origin, wallTime, timeZone, post } = record
  if (origin?.occurrence === undefined) return true
  if (wallTime !== origin.occurrence || timeZone !== series.timeZone) return true
  const { id: _id, ...own } = post ?? { text: '' }
  return canonicalJson(own) !== canonicalJson(postInTurn(series, createRecurrence(series).ordinalOf(wallTime)))
}

/** Whether an export is about a series. */
export function seriesInRange(series: SeriesRecord, options: ExportOptions, now: number): boolean {
  const { from = now, to = from + searchYears * yearMs, channel, campaign, states } = options
  if (series.state !== 'active' || (states && !states.includes('scheduled'))) return false
  if (channel !== undefined && !series.channels.includes(channel)) return false
  if (campaign !== undefined && series.posts.every(({ labels }) => labels?.campaign !== campaign)) return false
  const recurrence = createRecurrence(series)
  for (let start = from; start < to; start += yearMs) {
    if (recurrence.between(start, Math.min(start + yearMs, to)).length > 0) return true
  }
  return false
}

/** Where the rule begins, whether that one was left out later or not. */
function firstOccurrence(series: SeriesRecord) {
  const recurrence = createRecurrence({ ...series, exceptDates: [] })
  const start = instantOf(series.start, series.timeZone, 'earlier')
  for (let year = 0; year < searchYears; year += 1) {
    const from = start.at + year * yearMs - (year === 0 ? yearMs / 366 : 0)
    const [first] = recurrence.between(from, start.at + (year + 1) * yearMs)
    if (first) return first
  }
  return start
}

async function exceptions({ records }: Calendar, { id, exceptDates }: SeriesRecord): Promise<readonly string[]> {
  const cancelled: string[] = []
  for await (const { record } of records.between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)) {
    const { origin, state } = record
    if (state === 'cancelled' && origin?.kind === 'series' && origin.id === id && origin.occurrence !== undefined) {
      cancelled.push(origin.occurrence)
    }
  }
  const whole = exceptDates.map((wallTime) => Temporal.PlainDateTime.from(wallTime).toString())
  return [...new Set([...whole, ...cancelled])].sort()
}

/** The rule with its end as RFC 5545 wants it: an instant, where the start has a zone. */
function ruleFor({ rule, until, timeZone }: SeriesRecord): string {
  const parts = new Map(readRuleParts(rule))
  const own = parts.get('UNTIL')
  const end = own ?? until
  // With a COUNT beside it the series' own `until` can't be written: whoever reads it elsewhere sees a longer series.
  if (end !== undefined && !parts.has('COUNT')) {
    const earlier = [own, until].filter((one) => one !== undefined).map((one) => untilAsInstant(one, timeZone))
    parts.set('UNTIL', earlier.sort()[0] ?? '')
  }
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';')
}
