import type { Calendar } from '../calendar/calendar.ts'
import { isRefusal } from '../calendar/is-refusal.ts'
import { isTakenOver } from '../calendar/records.ts'
import { schedulerOccurrenceFailed } from '../schedule-events.ts'
import { createRecurrence } from '../time/recurrence.ts'
import type { WallTime } from '../time/wall-time.ts'
import { refreshOccurrence, withdrawOutdated } from './follow-series.ts'
import { occurrenceId } from './occurrence-id.ts'
import { postInTurn } from './rotation.ts'
import type { OccurrenceFailure } from './series-api.ts'
import type { SeriesRecord, SeriesStore } from './series-store.ts'

/** One look at one series places no more than this; the next goes on where it stopped. */
const maxAtOnce = 200

const keptFailures = 50

/**
 * Brings the calendar to where a series wants it: places what is near, and after a change brings what stands
 * there up to date. Any number of workers may do this at once, and any may die in the middle.
 */
export async function placeOccurrences(calendar: Calendar, shelf: SeriesStore, id: string): Promise<void> {
  let followed: number | undefined
  for (;;) {
    const found = await shelf.find(id)
    if (!found) return
    const { record } = found
    const now = calendar.host.clock.now()
    // Who placed by an older revision while it was changed may have added to what was tidied already.
    const isOutdated = record.placedRevision !== record.revision || (followed ?? record.revision) !== record.revision
    followed = record.revision
    const horizon = now + calendar.options.placeAheadMs
    const from = isOutdated ? record.changedAt : record.placedUntil
    if (!isOutdated && (record.state === 'ended' || horizon - from < stepMs(calendar.options.placeAheadMs))) return

    const recurrence = createRecurrence(record)
    const all = record.state === 'active' ? recurrence.between(from, horizon) : []
    const times = isOutdated ? all : all.slice(0, maxAtOnce)
    const failures: OccurrenceFailure[] = []
    for (const time of times) {
      const failure = await placeOne(calendar, record, time, recurrence.ordinalOf(time.wallTime))
      if (failure) failures.push(failure)
    }
    if (isOutdated) await withdrawOutdated(calendar, record)
    const isWhole = times.length === all.length
    try {
      await shelf.replace(found, {
        placedUntil: isWhole ? horizon : (times.at(-1)?.at ?? from) + 1,
        placedRevision: record.revision,
        failures: [...record.failures, ...failures].slice(-keptFailures),
      })
    } catch (error) {
      // Somebody placed the same, or changed the series: look again.
      if (isTakenOver(error)) continue
      throw error
    }
    for (const failure of failures) calendar.host.emit(schedulerOccurrenceFailed, { seriesId: id, failure })
    return
  }
}

/** How much must be missing before a series is looked into: not every sweep has to expand its rule. */
function stepMs(placeAheadMs: number): number {
  return Math.min(placeAheadMs / 2, 60 * 60_000)
}

async function placeOne(
  calendar: Calendar,
  series: SeriesRecord,
  time: WallTime,
  ordinal: number,
): Promise<OccurrenceFailure | undefined> {
  const id = occurrenceId(series.id, time.wallTime)
  const post = { ...postInTurn(series, ordinal), id }
  const existing = await calendar.records.find(id)
  if (existing) {
    await refreshOccurrence(calendar, series, existing.record, post, time)
    return undefined
  }
  const { disambiguation, late, revision } = series
  const origin = { kind: 'series', id: series.id, occurrence: time.wallTime, revision } as const
  const details = { disambiguation, late, origin, mayBeLate: true } as const
  try {
    if (series.approval) await calendar.place(post, time, { ...details, state: 'draft' })
    else await calendar.place(post, time, details)
    return undefined
  } catch (error) {
    if (!isRefusal(error)) throw error
    if (error.code === 'already-published') return undefined
    const failure = { occurrence: time.wallTime, at: time.at, code: error.code, message: error.message }
    const isDraft = await placeDraft()
    return { ...failure, draftId: isDraft ? id : undefined }
  }

  /** Where it is seen, and told of when its time passes. */
  async function placeDraft(): Promise<boolean> {
    try {
      await calendar.place(post, time, { ...details, state: 'draft' })
      return true
    } catch (error) {
      if (isRefusal(error)) return false
      throw error
    }
  }
}
