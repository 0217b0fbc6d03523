import { InvalidInputError } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { plainPost } from '../calendar/plain-post.ts'
import { queue } from '../calendar/records.ts'
import { refuseIssues } from '../calendar/refuse-issues.ts'
import {
  hasTime,
  type PostComment,
  type ScheduleRecord,
  type ScheduleState,
  withoutInternals,
} from '../calendar/schedule-record.ts'
import { refuseForgottenMedia } from '../calendar/scheduled-media.ts'
import { schedulerCancelled, schedulerScheduled } from '../schedule-events.ts'
import { readWallTime } from '../time/wall-time.ts'
import { askForWakeUp } from '../worker/ask-for-wake-up.ts'
import type { ApprovalsApi, Draft } from './approvals-api.ts'
import { isApproved } from './approved.ts'
import { readAudit } from './audit-log.ts'
import { contentHashOf } from './content-hash.ts'
import { read, requirePermission, schemas, subjectOf } from './inputs.ts'
import { onlyMediaChanged } from './only-media-changed.ts'

const maxComments = 100
const openStates = ['draft', 'submitted', 'rejected', 'approved'] as const
/** What is firing belongs to a worker: a comment must not get in its way. */
const commentableStates: readonly ScheduleState[] = [
  ...openStates,
  'scheduled',
  'fired',
  'missed',
  'waiting',
  'cancelled',
]

/** The methods about who writes and who decides. */
export function createApprovalsApi(calendar: Calendar): ApprovalsApi {
  const { host, options, records } = calendar
  const { roles, approvalsNeeded } = options

  const show = async (record: ScheduleRecord): Promise<Draft> => {
    return { ...withoutInternals(record), contentHash: await contentHashOf(record.preview) }
  }

  const withComment = (record: ScheduleRecord, by: string, text: string): readonly PostComment[] =>
    [...(record.comments ?? []), { at: host.clock.now(), by, text }].slice(-maxComments)

  return {
    async draft(post, input) {
      const { by, at, disambiguation = 'compatible' } = read(schemas.draft, input, 'draft')
      const channels = post.channels ?? []
      const subject = {
        id: post.id ?? '',
        state: 'draft',
        authors: [],
        campaign: post.labels?.campaign,
        channels,
      } as const
      requirePermission(roles, by, 'draft', subject)
      const time = at === undefined ? undefined : readWallTime(at, disambiguation)
      const placed = await calendar.place(post, time, { disambiguation, by: by.id, state: 'draft' })
      return show((await records.get(placed.id)).record)
    },

    async revise(id, post, input) {
      const { by } = read(schemas.by, input, 'revise')
      // Before it is prepared: that may fetch what a link shows.
      const known = (await records.get(id)).record
      const plain = plainPost(post)
      const actionOn = (record: ScheduleRecord) =>
        onlyMediaChanged(record.post, plain) ? ('revise-media' as const) : ('revise' as const)
      requirePermission(roles, by, actionOn(known), subjectOf(known))
      const preview = await host.client.prepare({ ...post, id })
      refuseForgottenMedia(preview, host)
      const change = (record: ScheduleRecord): Partial<ScheduleRecord> => {
        requirePermission(roles, by, actionOn(record), subjectOf(record))
        const state = record.state === 'draft' || record.state === 'rejected' ? 'draft' : 'submitted'
        if (state === 'submitted') refuseIssues(preview)
        const authors = [...new Set([...(record.authors ?? []), by.id])]
        const campaign = post.labels?.campaign
        return { state, preview, post: plain, campaign, authors, approvals: undefined, reason: undefined }
      }
      const { record } = await calendar.move(id, [...openStates, 'scheduled'], change, { by: by.id, action: 'revise' })
      return show(record)
    },

    async submit(id, input) {
      const { by } = read(schemas.by, input, 'submit')
      const change = (record: ScheduleRecord) => {
        requirePermission(roles, by, 'submit', subjectOf(record))
        refuseIssues(record.preview)
        return { state: 'submitted', reason: undefined } as const
      }
      const { record } = await calendar.move(id, ['draft', 'rejected'], change, { by: by.id, action: 'submit' })
      return show(record)
    },

    async approve(id, input) {
      const { by, contentHash } = read(schemas.approve, input, 'approve')
      const change = async (record: ScheduleRecord): Promise<Partial<ScheduleRecord>> => {
        requirePermission(roles, by, 'approve', subjectOf(record))
        const current = await contentHashOf(record.preview)
        if (contentHash !== undefined && contentHash !== current) {
          throw new InvalidInputError({
            code: 'approval-stale',
            message: `the post "${id}" is not what ${by.id} has seen`,
            path: 'approve.contentHash',
          })
        }
        const others = (record.approvals ?? []).filter((one) => one.by !== by.id && one.contentHash === current)
        const approvals = [...others, { by: by.id, role: by.role, at: host.clock.now(), contentHash: current }]
        if (!(await isApproved({ ...record, approvals }, approvalsNeeded))) return { approvals }
        return { approvals, state: hasTime(record) ? 'scheduled' : 'approved' }
      }
      const { record } = await calendar.move(id, ['submitted'], change, { by: by.id, action: 'approve' })
      if (record.state === 'scheduled' && hasTime(record)) {
        // A worker that found it unapproved at its time has put it off: it is due at its own time again.
        await host.store.due.add(queue, id, record.at)
        if (record.at <= host.clock.now() + options.sweepEveryMs) await askForWakeUp(host, record.at, id)
        host.emit(schedulerScheduled, { scheduled: calendar.show(record) })
      }
      return show(record)
    },

    async reject(id, input) {
      const { by, comment } = read(schemas.reject, input, 'reject')
      const change = (record: ScheduleRecord) => {
        requirePermission(roles, by, 'reject', subjectOf(record))
        const comments = withComment(record, by.id, comment)
        return { state: 'rejected', comments, approvals: undefined, reason: comment } as const
      }
      const from = ['submitted', 'approved', 'scheduled'] as const
      const { record } = await calendar.move(id, from, change, { by: by.id, action: 'reject' })
      return show(record)
    },

    async comment(id, input) {
      const { by, text } = read(schemas.comment, input, 'comment')
      const change = (record: ScheduleRecord) => {
        requirePermission(roles, by, 'comment', subjectOf(record))
        return { comments: withComment(record, by.id, text) }
      }
      const { record } = await calendar.move(id, commentableStates, change, { by: by.id, action: 'comment' })
      return show(record)
    },

    async discard(id, input) {
      const { by } = read(schemas.by, input, 'discard')
      const change = (record: ScheduleRecord) => {
        requirePermission(roles, by, 'revise', subjectOf(record))
        return { state: 'cancelled' } as const
      }
      const { record } = await calendar.move(id, openStates, change, { by: by.id, action: 'discard' })
      await host.store.due.remove(queue, id)
      if (hasTime(record)) host.emit(schedulerCancelled, { scheduled: calendar.show(record) })
      return show(record)
    },

    get: async (id) => show((await records.get(id)).record),

    async list(filter = {}) {
      const { states = openStates } = read(schemas.list, filter, 'filter')
      const found: Draft[] = []
      const everything = records.between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
      for (const source of [everything, records.withoutTime()]) {
        for await (const { record } of source) {
          if ((states as readonly ScheduleState[]).includes(record.state)) found.push(await show(record))
        }
      }
      return found
    },

    async auditLog(filter = {}) {
      return readAudit(calendar, read(schemas.auditLog, filter, 'filter'))
    },
  }
}
