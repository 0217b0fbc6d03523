import type { Post } from '@tutti/model'
import { contentHashOf } from '../approvals/content-hash.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { plainPost } from '../calendar/plain-post.ts'
import { queue } from '../calendar/records.ts'
import type { ScheduleRecord, ScheduleState } from '../calendar/schedule-record.ts'
import { schedulerCancelled } from '../schedule-events.ts'
import type { WallTime } from '../time/wall-time.ts'
import type { SeriesRecord } from './series-store.ts'

const openStates: readonly ScheduleState[] = ['draft', 'submitted', 'rejected', 'approved', 'scheduled']

/** Tells a cancellation that the series made, and may take back, from a person's. */
const action = 'series-update'

/** Gives an occurrence that stands in the calendar what its series says now. */
export async function refreshOccurrence(
  calendar: Calendar,
  series: SeriesRecord,
  record: ScheduleRecord,
  post: Post,
  time: WallTime,
): Promise<void> {
  const { id, origin, at = 0 } = record
  const { host, move } = calendar
  const now = host.clock.now()
  if (origin?.kind !== 'series' || (origin.revision ?? 0) >= series.revision) return
  const wasWithdrawn = record.state === 'cancelled' && record.history?.at(-1)?.action === action
  if ((!openStates.includes(record.state) && !wasWithdrawn) || at <= now || time.at <= now) return

  if (wasWithdrawn) {
    await host.store.due.add(queue, id, at)
    await move(id, ['cancelled'], { state: 'draft' }, { action })
  }
  const wasMoved = record.wallTime !== origin.occurrence
  if (!wasMoved && time.at !== at) await calendar.setTime(id, time, { disambiguation: series.disambiguation, action })
  // The revision comes last: who finds an old one begins again.
  const change = {
    ...(await contentFrom(calendar, series, record, post)),
    origin: { ...origin, revision: series.revision },
  }
  await move(id, openStates, change, { action })
}

/** What becomes of the content of an occurrence, and of the decisions about it. */
async function contentFrom(
  { host, options }: Calendar,
  series: SeriesRecord,
  record: ScheduleRecord,
  post: Post,
): Promise<Partial<ScheduleRecord>> {
  const { history = [], state } = record
  const isRevised = history.some((entry) => entry.action === 'revise')
  // A process may have died while it brought one back.
  const comesBack = state === 'cancelled' || (state === 'draft' && history.at(-1)?.action === action)
  const preview = isRevised ? record.preview : await host.client.prepare(post)
  const hasIssues = Object.values(preview.channels).some(({ issues }) => issues.some((one) => one.severity === 'error'))
  const unapproved = options.approval === 'required' ? 'submitted' : 'scheduled'
  const undecided = { state: series.approval || hasIssues ? 'draft' : unapproved, approvals: undefined } as const
  // What a person has made of this one occurrence is not undone by a change of the others.
  if (isRevised) return comesBack ? undecided : {}
  const content = { post: plainPost(post), preview, campaign: post.labels?.campaign }
  const isSame = (await contentHashOf(preview)) === (await contentHashOf(record.preview))
  // A decision is about the content that it was made on.
  return isSame && !comesBack ? content : { ...content, ...undecided }
}

/** Cancels what stands in the calendar for a series and is no occurrence of it any more. */
export async function withdrawOutdated(calendar: Calendar, series: SeriesRecord): Promise<void> {
  const { host, records, move, show } = calendar
  const outdated: string[] = []
  for await (const { record } of records.between(host.clock.now(), Number.POSITIVE_INFINITY)) {
    const { origin, state, id } = record
    if (origin?.kind !== 'series' || origin.id !== series.id || !openStates.includes(state)) continue
    if ((origin.revision ?? 0) < series.revision) outdated.push(id)
  }
  for (const id of outdated) {
    const { record } = await move(id, openStates, { state: 'cancelled' }, { action })
    await host.store.due.remove(queue, id)
    host.emit(schedulerCancelled, { scheduled: show(record) })
  }
}
