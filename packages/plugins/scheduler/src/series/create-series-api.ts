import { InvalidInputError } from '@tutti/model'
import { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../approvals/audit-log.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { readDecision } from '../calendar/inputs.ts'
import { checkRecurrence, createRecurrence } from '../time/recurrence.ts'
import { checkPosts, composeSeries } from './compose-series.ts'
import { foreseeOccurrences } from './foresee.ts'
import { readOccurrenceRange, readSeriesChange } from './inputs.ts'
import { occurrenceId } from './occurrence-id.ts'
import { placeOccurrences } from './place-occurrences.ts'
import { postInTurn } from './rotation.ts'
import type { Occurrence, Series, SeriesApi } from './series-api.ts'
import type { SeriesRecord, SeriesStore } from './series-store.ts'

/** The methods about posts that come again and again; workers place what comes near. */
export function createSeriesApi(calendar: Calendar, shelf: SeriesStore): SeriesApi {
  const { host, extensions, records } = calendar
  extensions.sweep.push(async () => {
    let failure: { readonly error: unknown } | undefined
    for await (const { id } of shelf.all()) {
      await placeOccurrences(calendar, shelf, id).catch((error) => {
        // The others go on; the worker tells of it, and the next sweep tries again.
        failure = { error }
      })
    }
    if (failure) throw failure.error
  })
  extensions.foresee.push((from, to) => foreseeOccurrences(shelf, Math.max(from, host.clock.now()), to))

  const audit = (action: string, by: string | undefined, id: string, what?: string) => {
    const detail = what === undefined ? `series ${id}` : `series ${id}: ${what}`
    return recordAudit(host, { at: host.clock.now(), action, by, detail })
  }

  const change = async (id: string, decide: (record: SeriesRecord) => Partial<SeriesRecord>): Promise<Series> => {
    // What was due so far is due as it was planned.
    await placeOccurrences(calendar, shelf, id)
    await shelf.change(id, (record) => {
      refuseEnded(record)
      return { ...decide(record), revision: record.revision + 1, changedAt: host.clock.now() }
    })
    await placeOccurrences(calendar, shelf, id)
    return show((await shelf.get(id)).record)
  }

  return {
    async create(input) {
      const record = await composeSeries(calendar, input)
      const { id } = record
      if (!(await shelf.create(record))) {
        const message = `there is a series "${id}" already`
        throw new InvalidInputError({ code: 'already-published', message, path: 'series.id' })
      }
      await audit('series-create', input.by, id, `${record.rule} from ${record.start}`)
      await placeOccurrences(calendar, shelf, id)
      return show((await shelf.get(id)).record)
    },

    get: async (id) => show((await shelf.get(id)).record),

    async list() {
      const found: Series[] = []
      for await (const record of shelf.all()) found.push(show(record))
      return found
    },

    async update(id, wanted) {
      const { by, posts, ...rest } = readSeriesChange(wanted)
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
      const { record } = await shelf.get(id)
      checkRecurrence({ ...record, ...given })
      const content = posts && { posts, channels: await checkPosts(calendar, posts) }
      const changed = await change(id, () => ({ ...given, ...content }))
      await audit('series-update', by, id, Object.keys({ ...given, ...(posts && { posts }) }).join(', '))
      return changed
    },

    async skip(id, occurrence, input = {}) {
      const { by } = readDecision(input)
      const wallTime = readOccurrence(occurrence)
      const { record } = await shelf.get(id)
      const around = Temporal.PlainDateTime.from(wallTime).toZonedDateTime(record.timeZone).epochMilliseconds
      const near = createRecurrence(record).between(around - 3 * dayMs, around + 3 * dayMs)
      if (!near.some((time) => time.wallTime === wallTime)) {
        throw new InvalidInputError({
          code: 'schedule-not-found',
          message: `the series "${id}" has no occurrence at ${wallTime}`,
          path: 'occurrence',
        })
      }
      const changed = await change(id, ({ exceptDates }) => ({ exceptDates: [...exceptDates, wallTime] }))
      await audit('series-skip', by, id, wallTime)
      return changed
    },

    async end(id, input = {}) {
      const { by } = readDecision(input)
      const ended = await change(id, () => ({ state: 'ended' }))
      await audit('series-end', by, id)
      return ended
    },

    async occurrences(id, range) {
      const { from, to } = readOccurrenceRange(range)
      const { record } = await shelf.get(id)
      const recurrence = createRecurrence(record)
      const found: Occurrence[] = []
      for (const time of recurrence.between(from, to)) {
        const postId = occurrenceId(id, time.wallTime)
        const placed = (await records.find(postId))?.record
        const { text } = placed?.post ?? postInTurn(record, recurrence.ordinalOf(time.wallTime))
        found.push({ ...time, id: postId, text, state: placed?.state })
      }
      return found
    },
  }
}

const dayMs = 24 * 60 * 60_000

function show(record: SeriesRecord): Series {
  const {
    channels: _channels,
    placedUntil: _until,
    placedRevision: _revision,
    changedAt: _at,
    batch: _batch,
    rowHash: _rowHash,
    ...series
  } = record
  return series
}

function refuseEnded({ id, state }: SeriesRecord): void {
  if (state === 'active') return
  throw new InvalidInputError({ code: 'schedule-not-found', message: `the series "${id}" has ended`, path: 'id' })
}

function readOccurrence(text: string): string {
  try {
    return Temporal.PlainDateTime.from(text).toString()
  } catch (cause) {
    const message = `occurrence: "${text}" is no wall time`
    throw new InvalidInputError({ code: 'invalid-input', message, path: 'occurrence', cause })
  }
}
