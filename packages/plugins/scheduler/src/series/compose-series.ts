import { type Post, StoreError } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { refuseIssues } from '../calendar/refuse-issues.ts'
import { checkRecurrence } from '../time/recurrence.ts'
import { readSeriesInput } from './inputs.ts'
import type { SeriesInput } from './series-api.ts'
import type { SeriesRecord } from './series-store.ts'

/**
 * Checks rule and content, and makes the record of a new series. Writes nothing.
 * @throws InvalidInputError `recurrence-invalid`, `invalid-input`; StoreError `store-not-durable`
 */
export async function composeSeries(calendar: Calendar, input: SeriesInput): Promise<SeriesRecord> {
  const { host, options } = calendar
  const { id = crypto.randomUUID(), by: _by, post: _post, ...read } = readSeriesInput(input)
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
  return { ...record, channels: await checkPosts(calendar, record.posts) }
}

/** @returns the channels they go to @throws InvalidInputError `invalid-input` when one would hold a post back */
export async function checkPosts({ host }: Calendar, posts: readonly Post[]): Promise<readonly string[]> {
  const channels = new Set<string>()
  for (const post of posts) {
    const preview = await host.client.prepare(post)
    refuseIssues(preview)
    for (const channel of Object.keys(preview.channels)) channels.add(channel)
  }
  return [...channels]
}
