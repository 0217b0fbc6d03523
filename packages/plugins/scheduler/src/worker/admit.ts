import type { Lease } from '@tutti/model'
import { queue, type TimedVersion } from '../calendar/records.ts'
import { hasTime, type ScheduleState, type TimedRecord } from '../calendar/schedule-record.ts'
import { pauseKey } from '../pause/pauses.ts'
import { schedulerMissed } from '../schedule-events.ts'
import { dispatch } from './dispatch.ts'
import { allowedLatenessMs, judgeLateness, tooLate, type Verdict } from './judge-lateness.ts'
import { keepLease } from './keep-lease.ts'
import { leaseMs, parkedUnder, punctualMs } from './queues.ts'
import type { WorkContext } from './work-context.ts'

const unapprovedStates: readonly ScheduleState[] = ['draft', 'submitted', 'rejected']

/** How often a post is looked at that waits for its approval beyond its time. */
const lookAgainMs = 60_000

/** An entry whose record nobody has written so long after it fell due belongs to a process that has died. */
const forgottenAfterMs = 10 * leaseMs

/**
 * Decides about a post whose entry was claimed: too early, paused, too late, or on its way. Returns when that
 * is decided; what is on its way goes on by itself.
 */
export async function admit(context: WorkContext, lease: Lease): Promise<void> {
  const { calendar } = context
  const { host, records } = calendar
  const { due } = host.store
  const found = await records.find(lease.id)
  // It may be written just now, by a process that is slow or asleep: somebody looks again when the lease has ended.
  if (!found && host.clock.now() < lease.dueAt + forgottenAfterMs) return
  if (!found || !hasTime(found.record)) {
    await due.complete(queue, lease)
    return
  }
  const { record } = found
  if (record.state === 'firing') return dispatch(context, found as TimedVersion, keepLease(host, queue, lease))
  if (host.clock.now() < record.at) {
    // The clock was set back, or somebody tried to schedule the same id for an earlier time and was refused.
    await due.release(queue, lease, record.at)
  } else if (unapprovedStates.includes(record.state)) {
    await awaitApproval(context, found as TimedVersion, lease)
  } else if (record.state === 'scheduled') {
    await admitScheduled(context, found as TimedVersion, lease)
  } else {
    await due.complete(queue, lease)
  }
}

async function admitScheduled(context: WorkContext, found: TimedVersion, lease: Lease): Promise<void> {
  const { calendar, catchUp } = context
  const { host, records } = calendar
  const { record } = found
  const paused = await findWholePause(context, record)
  if (paused) return park(context, record, paused, lease)
  const verdict = await judgeLateness(calendar, record)
  if (verdict) return giveUp(context, found, lease, verdict)
  const now = host.clock.now()
  if (now - record.at > punctualMs && record.catchUpAt === undefined) {
    const latestAt = record.at + allowedLatenessMs(record)
    const catchUpAt = await catchUp.reserve(Object.keys(record.preview.channels), latestAt)
    if (catchUpAt === undefined) {
      return giveUp(context, found, lease, tooLate(record, 'too much was late before it: its turn came too late'))
    }
    if (catchUpAt > now) {
      await records.replace(found, { catchUpAt })
      await host.store.due.release(queue, lease, catchUpAt)
      return
    }
  }
  const kept = keepLease(host, queue, lease)
  try {
    if (!(await kept.isHeld())) return kept.stop()
    const firing = await records.replace(found, { state: 'firing', firedAt: now })
    await dispatch(context, firing as TimedVersion, kept)
  } catch (error) {
    kept.stop()
    throw error
  }
}

/** The pause that keeps a post from all its channels; one that keeps it from some lets the others go. */
async function findWholePause(
  { pauses }: WorkContext,
  { preview, campaign }: TimedRecord,
): Promise<string | undefined> {
  const channels = Object.keys(preview.channels)
  const found = await Promise.all(channels.map((channel) => pauses.find({ channel, campaign })))
  const first = found[0]
  return first && found.every((pause) => pause !== undefined) ? pauseKey(first.scope) : undefined
}

/** Puts a post aside until a pause ends. */
export async function park(context: WorkContext, { id, at }: TimedRecord, key: string, lease: Lease): Promise<void> {
  await context.sides.add(parkedUnder(key), id, at)
  await context.calendar.host.store.due.complete(queue, lease)
}

/**
 * A draft whose time has come may still be approved as long as it would not be too late then. Who approves it makes it
 * due at once; should that process die before, it is looked at again all the same.
 */
async function awaitApproval(context: WorkContext, found: TimedVersion, lease: Lease): Promise<void> {
  const { host } = context.calendar
  const { record } = found
  const lastAt = record.at + allowedLatenessMs(record)
  if (host.clock.now() <= lastAt) {
    await host.store.due.release(queue, lease, Math.min(host.clock.now() + lookAgainMs, lastAt + 1))
    return
  }
  const verdict = { ...tooLate(record, 'it was not approved in time'), unapproved: true }
  await giveUp(context, found, lease, verdict)
}

async function giveUp(context: WorkContext, found: TimedVersion, lease: Lease, verdict: Verdict): Promise<void> {
  const { host, records, show } = context.calendar
  const { record } = await records.replace(found, { ...verdict })
  await host.store.due.complete(queue, lease)
  host.emit(schedulerMissed, { scheduled: show(record) })
  await context.overdue.consider(record.id)
}
