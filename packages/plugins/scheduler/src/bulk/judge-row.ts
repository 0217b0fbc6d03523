import { InvalidInputError, type Post, type Preview, type TuttiError } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isRefusal } from '../calendar/is-refusal.ts'
import { type ScheduleRecord, scheduleStates } from '../calendar/schedule-record.ts'
import { sha256Hex } from '../calendar/sha256-hex.ts'
import { isTimeZone, readWallTime, type WallTime } from '../time/wall-time.ts'
import type { ImportedRow, ImportIssue, ImportOptions } from './bulk-api.ts'
import { canonicalJson } from './canonical-json.ts'
import { incomplete } from './exported-posts.ts'
import { hasMedia } from './media-of.ts'
import { errorOf, type PostRow } from './row.ts'

/** What is to happen with one row, and the record for it where it is new. */
export interface Judgement {
  readonly row: ImportedRow
  readonly record?: ScheduleRecord | undefined
}

/** A row with its id, which no other row of the file has. */
export interface RowPlace {
  readonly row: number
  readonly id: string
  readonly rowHash: string
}

const overStates: readonly string[] = ['firing', 'fired', 'missed', 'waiting', 'cancelled']
const disambiguations: readonly unknown[] = ['compatible', 'earlier', 'later', 'reject', undefined]

/** Looks at a row as `schedule` would, and makes the record of it. Writes nothing. */
export async function judgeRow(
  calendar: Calendar,
  value: PostRow,
  { row, id, rowHash }: RowPlace,
  options: ImportOptions & { readonly importId: string; readonly batch?: string | undefined },
): Promise<Judgement> {
  const about = { row, id, kind: 'post' as const }
  const refuse = (...issues: readonly ImportIssue[]): Judgement => ({ row: { ...about, outcome: 'refused', issues } })
  try {
    const present = (await calendar.records.find(id))?.record
    const isPresent: Judgement = { row: { ...about, outcome: 'present', at: present?.at, issues: [] } }
    // What stands in the calendar may have been moved and revised since: the row that it came from is known by its hash.
    if (present?.rowHash === rowHash || (present && value.state === incomplete)) return isPresent
    const problems = findProblems(value, options)
    if (problems.length > 0) return refuse(...problems)
    const time = readTime(value)
    if (present) return isSame(present, value.post, time) ? isPresent : refuse(otherPost(id))
    if (overStates.includes(value.state ?? ''))
      return { row: { ...about, outcome: 'skipped', issues: [isOver(value)] } }
    const state = stateOf(value, options, time)
    const { occurrenceOf } = value
    const record = await calendar.compose({ ...value.post, id }, time, {
      state,
      disambiguation: value.disambiguation,
      by: options.by,
      action: 'import',
      origin: occurrenceOf
        ? { kind: 'series', id: occurrenceOf.series, occurrence: occurrenceOf.occurrence, revision: 1 }
        : { kind: 'import', id: options.importId },
      mayHaveIssues: true,
      batch: options.batch,
      rowHash,
    })
    const issues = issuesOf(record.preview)
    if (record.state !== 'draft' && issues.some(({ severity }) => severity === 'error')) return refuse(...issues)
    return { row: { ...about, outcome: 'new', state: record.state, at: record.at, issues }, record }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return refuse(issueOf(error))
  }
}

/** The hash of what a row says. */
export async function rowHashOf({ at, timeZone, disambiguation, state, post }: PostRow): Promise<string> {
  return sha256Hex(canonicalJson([at, timeZone, disambiguation, state, post]))
}

function otherPost(id: string): ImportIssue {
  const message = `there is another post of the id ${JSON.stringify(id)} in the calendar`
  const advice = 'Give the row another id, or change the post in the calendar.'
  return errorOf('id', message, advice, 'already-published')
}

function isOver({ state }: PostRow): ImportIssue {
  const advice = 'Leave its state empty, and give it a time to come.'
  return { ...errorOf('state', `the post is ${state}: it is not placed again`, advice), severity: 'warning' }
}

function findProblems({ state, post, disambiguation }: PostRow, options: ImportOptions): readonly ImportIssue[] {
  const issues: ImportIssue[] = []
  if (state !== undefined && !(scheduleStates as readonly string[]).includes(state)) {
    const states = 'Leave it empty, or write draft, submitted or scheduled.'
    issues.push(errorOf('state', `${JSON.stringify(state)} is no state`, states))
  }
  if (!disambiguations.includes(disambiguation)) {
    issues.push(errorOf('disambiguation', 'the disambiguation is none', 'Write compatible, earlier, later or reject.'))
  }
  if (!options.trustMedia && hasMedia(post)) {
    const advice = 'Import it with trustMedia where whoever wrote the file may have this machine read paths and URLs.'
    issues.push(errorOf('media', 'the row names media, and this import does not read any', advice))
  }
  return issues
}

/** @throws InvalidInputError `schedule-zone-missing`, `invalid-input` */
function readTime({ at, timeZone, disambiguation = 'compatible' }: PostRow): WallTime | undefined {
  if (at === undefined) return undefined
  const hasZone = at.includes('[') || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(at)
  if (timeZone === undefined || (hasZone && at.includes(`[${timeZone}]`))) return readWallTime(at, disambiguation)
  if (hasZone || !isTimeZone(timeZone)) {
    const message = hasZone ? 'the zone stands in at and in timeZone' : `${JSON.stringify(timeZone)} is no time zone`
    throw new InvalidInputError({
      code: 'invalid-input',
      message,
      path: 'timeZone',
      advice: 'Write an IANA name such as Europe/Rome, once.',
    })
  }
  return readWallTime(`${at}[${timeZone}]`, disambiguation)
}

/** A file can ask for approval, and never brings it along. */
function stateOf({ state }: PostRow, options: ImportOptions, time: WallTime | undefined) {
  if (options.as === 'draft' || state === 'draft' || state === 'rejected') return 'draft'
  if (state === 'submitted' || state === 'approved') return 'submitted'
  return time ? 'scheduled' : 'draft'
}

function isSame(present: ScheduleRecord, post: Post, time: WallTime | undefined): boolean {
  const { id: _id, ...own } = present.post ?? { text: '' }
  if (canonicalJson(own) !== canonicalJson(post) || present.at !== time?.at) return false
  // iCalendar has the second of two equal wall times as an instant.
  return present.timeZone === time?.timeZone || time?.timeZone === 'UTC'
}

function issuesOf({ channels }: Preview): readonly ImportIssue[] {
  return Object.entries(channels).flatMap(([channel, { issues }]) =>
    issues.map(({ severity, code, message, path, advice }) => ({ severity, code, message, path, channel, advice })),
  )
}

function issueOf({ code, message, path, channel, advice }: TuttiError): ImportIssue {
  return { severity: 'error', code, message, path, channel, advice }
}
