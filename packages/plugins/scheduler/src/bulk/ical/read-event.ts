import { InvalidInputError, type Post } from '@tutti/model'
import type ICAL from 'ical.js'
import { occurrenceId } from '../../series/occurrence-id.ts'
import type { SeriesInput } from '../../series/series-api.ts'
import { createRecurrence } from '../../time/recurrence.ts'
import { type Disambiguation, instantOf } from '../../time/wall-time.ts'
import type { PostRow, SeriesRow } from '../row.ts'
import { decodeData, names, plainText, uidEnds } from './event-data.ts'
import { readEventTime, readEventTimes, wallTimeIn } from './read-event-time.ts'

const maxIdLength = 400

/**
 * One event as a post, or with a rule as a series.
 * @throws InvalidInputError for what an event can't mean here
 */
export function readEvent(event: ICAL.Component, exceptions: readonly ICAL.Component[]): PostRow | SeriesRow {
  const uid = textOf(event, 'uid')
  if (uid === undefined)
    refuse('uid', 'the event has no UID', 'Export it with a UID: it is how the same event is known again.')
  const id = idOf(uid)
  if (event.hasProperty('rdate'))
    refuse('rdate', 'the event has dates beside its rule', 'Make events of their own of them.')
  if (!event.hasProperty('dtstart')) refuse('dtstart', 'the event has no start', 'Give it a date, a time and a zone.')
  if (event.hasProperty('recurrence-id')) return readException(event, id)
  const rules = event.getAllProperties('rrule')
  if (rules.length > 1) refuse('rrule', 'the event has more than one rule', 'Make an event of each.')
  const [rule] = rules
  if (rule) return { kind: 'series', id, series: readSeries(event, id, String(rule.getFirstValue()), uid, exceptions) }
  return { kind: 'post', id, ...readPost(event) }
}

function readPost(event: ICAL.Component): Omit<PostRow, 'kind' | 'id'> {
  const { wallTime, timeZone } = readEventTime(event, 'dtstart')
  return {
    at: `${wallTime}[${timeZone}]`,
    state: stateOf(event),
    post: contentOf(event, decodeData(textOf(event, names.post))),
  }
}

function readException(event: ICAL.Component, series: string): PostRow {
  const time = readEventTime(event, 'recurrence-id')
  const occurrence = `${time.wallTime}`
  return {
    kind: 'post',
    id: occurrenceId(series, occurrence),
    occurrenceOf: { series, occurrence },
    ...readPost(event),
  }
}

function readSeries(
  event: ICAL.Component,
  id: string,
  rule: string,
  uid: string,
  exceptions: readonly ICAL.Component[],
): SeriesInput {
  const { wallTime, timeZone } = readEventTime(event, 'dtstart')
  const data = decodeData(textOf(event, names.series))
  const posts = Array.isArray(data?.posts) && data.posts.length > 0 ? (data.posts as Post[]) : undefined
  const first = contentOf(event, posts?.[0] as Readonly<Record<string, unknown>> | undefined)
  const cancelled = exceptions.filter((one) => textOf(one, 'uid') === uid && stateOf(one) === 'cancelled')
  const excepted = [
    ...readEventTimes(event, 'exdate').map((time) => wallTimeIn(time, timeZone, wallTime)),
    ...cancelled.map((one) => wallTimeIn(readEventTime(one, 'recurrence-id'), timeZone, wallTime)),
  ]
  const unchanged = data?.unchanged as { readonly start?: unknown; readonly rule?: unknown } | undefined
  const isUnchanged = unchanged?.start === wallTime && unchanged.rule === rule
  if (!isUnchanged) requireStart(rule, wallTime, timeZone)
  const times = isUnchanged
    ? { rule: String(data?.rule), start: String(data?.start), until: data?.until as string | undefined }
    : { rule, start: wallTime }
  return {
    id,
    ...times,
    timeZone,
    exceptDates: [...new Set(excepted)].sort(),
    posts: [first, ...(posts?.slice(1) ?? [])],
    order: data?.order as SeriesInput['order'],
    approval: stateOf(event) === 'draft' ? true : (data?.approval as boolean | undefined),
    late: data?.late as SeriesInput['late'],
    disambiguation: data?.disambiguation as Exclude<Disambiguation, 'reject'> | undefined,
  } as SeriesInput
}

/** RFC 5545 leaves open what an event means whose start is no time of its rule: programs differ. */
function requireStart(rule: string, start: string, timeZone: string): void {
  const { at } = instantOf(start, timeZone, 'compatible')
  const recurrence = createRecurrence({ rule, start, timeZone, disambiguation: 'compatible' })
  if (recurrence.between(at, at + 1).length > 0) return
  refuse('dtstart', 'the event begins at a time that its rule does not have', 'Let it begin with its first occurrence.')
}

/** What the event says counts; what it has no word for is as we wrote it. */
function contentOf(event: ICAL.Component, data: Readonly<Record<string, unknown>> | undefined): Post {
  const description = textOf(event, 'description') ?? (data ? '' : (textOf(event, 'summary') ?? ''))
  if (data) {
    const isUnchanged = typeof data.text === 'string' && plainText(data.text) === plainText(description)
    return (isUnchanged ? data : { ...data, text: description }) as unknown as Post
  }
  const [campaign, url] = [textOf(event, 'categories'), textOf(event, 'url')]
  return { text: description, ...(url && { link: { url } }), ...(campaign && { labels: { campaign } }) }
}

function stateOf(event: ICAL.Component): string | undefined {
  const status = textOf(event, 'status')?.toUpperCase()
  if (status === 'CANCELLED') return 'cancelled'
  return textOf(event, names.state) ?? (status === 'TENTATIVE' ? 'draft' : undefined)
}

/** Ours again, or another program's as it is. */
function idOf(uid: string): string {
  const end = Object.values(uidEnds).find((one) => uid.endsWith(one)) ?? ''
  const id = uid.slice(0, uid.length - end.length)
  if (id === '' || id.length > maxIdLength)
    refuse('uid', 'the UID can be no id of a post', 'Give the event a shorter UID.')
  return id
}

function textOf(event: ICAL.Component, name: string): string | undefined {
  const value = event.getFirstPropertyValue(name)
  return value === null || value === undefined || String(value) === '' ? undefined : String(value)
}

function refuse(path: string, message: string, advice: string): never {
  throw new InvalidInputError({ code: 'invalid-input', message, path, advice })
}
