import { InvalidInputError, PluginError, type PluginHost, type Post, type Preview, StoreError } from '@tutti/model'
import { contentHashOf } from '../approvals/content-hash.ts'
import { defaultGraceMs, type ReadyOptions } from '../options.ts'
import { guardSchedule, schedulerMoved, schedulerScheduled } from '../schedule-events.ts'
import { instantOf, showLocalTime, type WallTime } from '../time/wall-time.ts'
import { askForWakeUp } from '../worker/ask-for-wake-up.ts'
import { createBatches } from './batches.ts'
import type { Calendar, CalendarExtensions, ChangeNote, PlaceDetails } from './calendar.ts'
import { placedAlready } from './placed-already.ts'
import { plainPost } from './plain-post.ts'
import { createRecords, isTakenOver, type VersionedRecord } from './records.ts'
import { refuseIssues } from './refuse-issues.ts'
import {
  type HistoryEntry,
  hasTime,
  type ScheduledPost,
  type ScheduleRecord,
  type ScheduleState,
  withoutInternals,
} from './schedule-record.ts'
import { refuseForgottenMedia } from './scheduled-media.ts'

const maxHistory = 100

/** What a post that gets a time becomes. What is firing or over can't get one. */
const withTime: Partial<Record<ScheduleState, ScheduleState>> = {
  draft: 'draft',
  submitted: 'submitted',
  rejected: 'rejected',
  approved: 'scheduled',
  scheduled: 'scheduled',
  missed: 'scheduled',
  waiting: 'scheduled',
}

/** Makes the middle of the scheduler. No I/O. */
export function createCalendar(host: PluginHost, options: ReadyOptions): Calendar {
  const now = () => host.clock.now()
  const batches = createBatches(host.store, now)
  const records = createRecords(host.store, now, batches)
  const extensions: CalendarExtensions = { foresee: [], sweep: [], changed: [] }

  const show = (record: ScheduleRecord): ScheduledPost => {
    if (!hasTime(record)) throw new RangeError(`the record of ${record.id} has no time`)
    return { ...withoutInternals(record), localTime: showLocalTime(record.at, options.timeZone) }
  }

  /** The record with one more entry in its history; whoever wants to know of it is told once it is stored. */
  const note = async (
    found: VersionedRecord | undefined,
    after: ScheduleRecord,
    action: string,
    { by }: ChangeNote,
  ) => {
    const before = found?.record
    const contentHash = await contentHashOf(after.preview)
    const earlier = before && before.preview !== after.preview ? await contentHashOf(before.preview) : contentHash
    const entry: HistoryEntry = {
      at: host.clock.now(),
      action,
      by,
      from: before?.state,
      to: after.state,
      version: found?.version,
      contentHash,
      contentHashBefore: earlier === contentHash ? undefined : earlier,
    }
    return {
      history: [...(before?.history ?? []), entry].slice(-maxHistory),
      tell: async (stored: ScheduleRecord) => {
        for (const changed of extensions.changed) await changed({ entry, before, after: stored })
      },
    }
  }

  const wake = async ({ id, at }: { readonly id: string; readonly at: number }) => {
    // What is further ahead is found by the sweep in time: a million posts need no million wake-ups.
    if (at <= host.clock.now() + options.sweepEveryMs) await askForWakeUp(host, at, id)
  }

  const checkTime = async (preview: Preview, time: WallTime, mayBeLate = false) => {
    if (!mayBeLate && time.at <= host.clock.now()) {
      const message = `at: ${time.wallTime} in ${time.timeZone} has passed`
      throw new InvalidInputError({ code: 'schedule-in-past', message, path: 'at' })
    }
    const denial = await host.runGuard(guardSchedule, { preview, at: time.at })
    if (denial) throw new PluginError({ code: 'guard-denied', message: denial.deny })
  }

  const compose = async (
    post: Post,
    time: WallTime | undefined,
    details: PlaceDetails = {},
  ): Promise<ScheduleRecord> => {
    const { late, origin, by, batch, rowHash } = details
    // Nothing is sent that nobody approved: what a series or a slot places waits for it, too.
    const wanted = details.state ?? 'scheduled'
    const state = wanted === 'scheduled' && options.approval === 'required' ? 'submitted' : wanted
    if (!host.storeIsDurable) {
      throw new StoreError({ code: 'store-not-durable', message: 'a scheduled post must survive the process' })
    }
    const preview = await host.client.prepare(post)
    if (state !== 'draft' && !details.mayHaveIssues) refuseIssues(preview)
    refuseForgottenMedia(preview, host)
    if (time) await checkTime(preview, time, details.mayBeLate)
    const record: ScheduleRecord = {
      ...time,
      id: preview.postId,
      state,
      disambiguation: time ? agreeing(time, details) : 'compatible',
      late: late ? { policy: late.policy, graceMs: late.graceMs ?? defaultGraceMs } : options.late,
      preview,
      post: plainPost(post),
      campaign: post.labels?.campaign,
      origin,
      authors: by === undefined ? undefined : [by],
      batch,
      rowHash,
    }
    const action = details.action ?? (state === 'draft' ? 'draft' : 'schedule')
    const noted = await note(undefined, record, action, details)
    return { ...record, history: noted.history }
  }

  const tellPlaced = async (record: ScheduleRecord): Promise<void> => {
    const entry = record.history?.[0]
    if (entry) for (const changed of extensions.changed) await changed({ entry, after: record })
    if (!hasTime(record)) return
    await wake(record)
    if (record.state === 'scheduled') host.emit(schedulerScheduled, { scheduled: show(record) })
  }

  const place = async (post: Post, time: WallTime | undefined, details: PlaceDetails = {}) => {
    const record = await compose(post, time, details)
    if (!(await records.create(record))) throw await placedAlready(records, record)
    await tellPlaced(record)
    return hasTime(record) ? show(record) : record
  }

  const replaceOrRefuse = async (id: string, write: () => Promise<VersionedRecord>): Promise<VersionedRecord> => {
    try {
      return await write()
    } catch (error) {
      throw isTakenOver(error) ? movedOn(id) : error
    }
  }

  const readIn = async (id: string, states: readonly ScheduleState[]): Promise<VersionedRecord> => {
    const found = await records.get(id)
    if (states.includes(found.record.state)) return found
    throw movedOn(id, found.record.state)
  }

  return {
    host,
    options,
    records,
    batches,
    extensions,
    show,
    compose,
    tellPlaced,
    place: place as Calendar['place'],

    async move(id, from, change, about = {}) {
      const found = await readIn(id, from)
      const changes = typeof change === 'function' ? await change(found.record) : change
      const after = { ...found.record, ...changes }
      const noted = await note(found, after, about.action ?? after.state, about)
      const moved = await replaceOrRefuse(id, () => records.replace(found, { ...changes, history: noted.history }))
      await noted.tell(moved.record)
      return moved
    },

    async setTime(id, time, details = {}) {
      const found = await readIn(id, Object.keys(withTime) as ScheduleState[])
      const { record } = found
      await checkTime(record.preview, time)
      const state = record.unapproved ? 'draft' : (withTime[record.state] as ScheduleState)
      const change = {
        state,
        disambiguation: agreeing(time, details),
        reason: undefined,
        unapproved: undefined,
        catchUpAt: undefined,
      }
      const noted = await note(found, { ...record, ...time, ...change }, details.action ?? 'reschedule', details)
      const retimed = await replaceOrRefuse(id, () =>
        records.retime(found, time, { ...change, history: noted.history }),
      )
      await noted.tell(retimed.record)
      await wake({ id, at: time.at })
      const scheduled = show(retimed.record)
      host.emit(schedulerMoved, { scheduled, previousAt: record.at, why: 'rescheduled' })
      return scheduled
    },
  }
}

/** The choice that leads to this instant: one that was written with its offset may mean the second of two. */
function agreeing(time: WallTime, { disambiguation = 'compatible' }: Pick<PlaceDetails, 'disambiguation'>) {
  const choices = [disambiguation, 'earlier', 'later'] as const
  const fits = (choice: (typeof choices)[number]) => {
    try {
      return instantOf(time.wallTime, time.timeZone, choice).at === time.at
    } catch {
      // `reject` refuses what has not exactly one instant.
      return false
    }
  }
  return choices.find(fits) ?? disambiguation
}

function movedOn(id: string, state?: ScheduleState): InvalidInputError {
  const message = `the post "${id}" ${state ? `is ${state}` : 'was changed by somebody else meanwhile'}`
  return new InvalidInputError({ code: 'schedule-not-found', message, path: 'id', advice: 'Read it again.' })
}
