import type { DeliveryState, Lease, PluginHost } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { queue, type VersionedRecord } from '../calendar/records.ts'
import { hasTime, type ScheduledPost, type TimedRecord } from '../calendar/schedule-record.ts'
import { schedulerFired, schedulerMissed } from '../schedule-events.ts'

/** How long a worker may be silent before another one takes its post over. */
export const leaseMs = 60_000

/** How late still counts as on time where lateness is to be skipped or asked about: wake-ups are not exact. */
const punctualMs = 60_000

/** What a post that is too late becomes, or `undefined` when it may go out. */
function judgeLateness(record: TimedRecord, now: number): { state: 'missed' | 'waiting'; reason: string } | undefined {
  const { policy, graceMs } = record.late
  const allowedMs = policy === 'publish-within' ? graceMs : punctualMs
  const lateMs = now - record.at
  if (lateMs <= allowedMs) return undefined
  const reason = `its time passed ${Math.round(lateMs / 1000)} s ago, while no worker ran`
  return { state: policy === 'ask' ? 'waiting' : 'missed', reason }
}

/** Keeps the lease alive while a slow platform takes its time. */
function keepLease(host: PluginHost, lease: Lease): () => void {
  let cancel = () => {}
  const next = () => {
    cancel = host.clock.setTimer(leaseMs / 3, () => {
      host.store.due.renew(queue, lease, { now: host.clock.now(), leaseMs }).then(
        (renewed) => renewed && next(),
        () => next(),
      )
    })
  }
  next()
  return () => cancel()
}

/**
 * Publishes a claimed post, or finds it too late. Publishing the same post id again continues its
 * deliveries instead of sending twice, so a worker that died in the middle is simply taken over.
 */
export async function fire(context: Calendar, lease: Lease): Promise<void> {
  const { host, records } = context
  const found = await records.find(lease.id)
  if (!found || !hasTime(found.record) || !['scheduled', 'firing'].includes(found.record.state)) {
    await host.store.due.complete(queue, lease)
    return
  }
  if (found.record.state === 'scheduled' && host.clock.now() < found.record.at) {
    // Somebody tried to schedule the same id for an earlier time and was refused.
    await host.store.due.release(queue, lease, found.record.at)
    return
  }
  const tooLate = found.record.state === 'scheduled' ? judgeLateness(found.record, host.clock.now()) : undefined
  if (tooLate) {
    const missed = await records.replace(found, tooLate)
    await host.store.due.complete(queue, lease)
    host.emit(schedulerMissed, { scheduled: context.show(missed.record) })
    return
  }
  const firing = await records.replace(found, { state: 'firing', firedAt: found.record.firedAt ?? host.clock.now() })
  const stopKeeping = keepLease(host, lease)
  try {
    await publish(context, firing)
    await host.store.due.complete(queue, lease)
  } finally {
    stopKeeping()
  }
}

/** Publishes a post whose record says `firing`, and records what came of it. */
export async function publish({ host, records, show }: Calendar, firing: VersionedRecord): Promise<ScheduledPost> {
  const result = await host.client.publish(firing.record.preview)
  const deliveries: Record<string, DeliveryState> = {}
  for (const [channel, delivery] of Object.entries(result.deliveries)) deliveries[channel] = delivery.state
  const fired = await records.replace(firing, { state: 'fired', deliveries })
  const scheduled = show(fired.record)
  host.emit(schedulerFired, { scheduled })
  return scheduled
}
