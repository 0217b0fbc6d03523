import { InvalidInputError, type Post, StoreError } from '@tutti/model'
import { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../approvals/audit-log.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { readDecision } from '../calendar/inputs.ts'
import { refuseIssues } from '../calendar/refuse-issues.ts'
import { checkRecurrence, createRecurrence } from '../time/recurrence.ts'
import { foreseeOccurrences } from './foresee.ts'
import { readOccurrenceRange, readSeriesChange, readSeriesInput } from './inputs.ts'
import { occurrenceId } from './occurrence-id.ts'
import { placeOccurrences } from './place-occurrences.ts'
import { postInTurn } from './rotation.ts'
import type { Occurrence, Series, SeriesApi } from './series-api.ts'
import { createSeriesStore, type SeriesRecord } from './series-store.ts'

/** The methods about posts that come again and again; workers place what comes near. */
export function createSeriesApi(calendar: Calendar): SeriesApi {
  const { host, options, extensions, records } = calendar
  const shelf = createSeriesStore(host.store)
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

  /** @returns the channels they go to */
  const check = async (posts: readonly Post[]): Promise<readonly string[]> => {
    const channels = new Set<string>()
    for (const post of posts) {
      const preview = await host.client.prepare(post)
      refuseIssues(preview)
      for (const channel of Object.keys(preview.channels)) channels.add(channel)
    }
    return [...channels]
  }

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
      const { id = crypto.randomUUID(), by, post: _post, ...read } = readSeriesInput(input)
      if (!host.storeIsDurable) {
        throw new StoreError({ code: 'store-not-durable', message: 'a series must survive the process' })
      }
      const now = host.clock.now()
      const record: SeriesRecord = {
        ...read,
        disambiguation: read.disambiguation ?? 'compatible',
        timeZone: read.timeZone ?? options.timeZone,
        order: read.order ?? 'in-turn',
        exceptDates: read.exceptDates ?? [],
        approval: read.approval ?? false,
        id,
        state: 'active',
        revision: 1,
        createdAt: now,
        failures: [],
        channels: [],
        placedUntil: now,
        placedRevision: 1,
        changedAt: now,
      }
      checkRecurrence(record)
      const channels = await check(record.posts)
      if (!(await shelf.create({ ...record, channels }))) {
        const message = `there is a series "${id}" already`
        throw new InvalidInputError({ code: 'already-published', message, path: 'series.id' })
      }
      await audit('series-create', by, id, `${record.rule} from ${record.start}`)
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
      const content = posts && { posts, channels: await check(posts) }
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
  const { channels: _channels, placedUntil: _until, placedRevision: _revision, changedAt: _at, ...series } = record
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
