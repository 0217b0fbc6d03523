import ICAL from 'ical.js'
import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import { hasTime, type ScheduleRecord } from '../../calendar/schedule-record.ts'
import type { SeriesRecord, SeriesStore } from '../../series/series-store.ts'
import { instantOf, type WallTime } from '../../time/wall-time.ts'
import type { ExportOptions } from '../bulk-api.ts'
import { exportedRecords, incomplete, writtenPost } from '../exported-posts.ts'
import type { WrittenPost } from '../row.ts'
import { setContent, setTime } from './event-content.ts'
import { encodeData, names, uidEnds } from './event-data.ts'
import { describeSeries, isChangedOccurrence, seriesInRange } from './series-event.ts'
import { timeOf, timeZoneComponent } from './time-zone.ts'

const statuses: Readonly<Record<string, string>> = {
  scheduled: 'CONFIRMED',
  fired: 'CONFIRMED',
  cancelled: 'CANCELLED',
}

/**
 * Writes a calendar event by event: posts with their wall time and zone, series with their rule. What has no time is no
 * event, and is left out.
 */
export async function* writeIcal(
  calendar: Calendar,
  shelf: SeriesStore,
  options: ExportOptions,
): AsyncGenerator<string> {
  const zones = new Set<string>(['UTC'])
  const stamp = timeOf(new Date(calendar.host.clock.now()).toISOString().replace(/\.\d+/, ''))
  yield lines('BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Tutti//scheduler//EN')

  function* write(event: ICAL.Component, timeZone: string, at: number): Generator<string> {
    if (!zones.has(timeZone)) {
      zones.add(timeZone)
      yield lines(timeZoneComponent(timeZone, at).toString())
    }
    event.updatePropertyWithValue('dtstamp', stamp)
    yield lines(event.toString())
  }

  const series = new Map<string, SeriesRecord>()
  for await (const one of shelf.all()) {
    if (!seriesInRange(one, options, calendar.host.clock.now())) continue
    series.set(one.id, one)
    const { event, at } = await describeSeries(calendar, one)
    yield* write(event, one.timeZone, at)
  }
  for await (const record of exportedRecords(calendar, options)) {
    if (!hasTime(record)) continue
    const { origin } = record
    const of = origin?.kind === 'series' ? series.get(origin.id) : undefined
    // It is in its series' event.
    if (of && !isChangedOccurrence(of, record)) continue
    const event = postEvent(writtenPost(record), record)
    if (of && origin?.occurrence !== undefined) {
      event.updatePropertyWithValue('uid', `${of.id}${uidEnds.series}`)
      setTime(event, 'recurrence-id', { wallTime: origin.occurrence, timeZone: of.timeZone })
    }
    yield* write(event, record.timeZone, record.at)
  }
  yield lines('END:VCALENDAR')
}

function postEvent(written: WrittenPost, record: ScheduleRecord & WallTime): ICAL.Component {
  const event = new ICAL.Component('vevent')
  event.updatePropertyWithValue('uid', `${written.id}${uidEnds.post}`)
  const standard = instantOf(record.wallTime, record.timeZone, 'compatible')
  // iCalendar knows one meaning of a wall time only; the other is written as the instant that it is.
  if (standard.at === record.at) setTime(event, 'dtstart', record)
  else event.updatePropertyWithValue('dtstart', timeOf(Temporal.Instant.fromEpochMilliseconds(record.at).toString()))
  setContent(event, written.post)
  event.updatePropertyWithValue('status', statuses[written.state] ?? 'TENTATIVE')
  event.updatePropertyWithValue(names.state, written.state)
  if (written.state !== incomplete) event.updatePropertyWithValue(names.post, encodeData(written.post))
  return event
}

function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\r\n`).join('')
}
