import type { TimedVersion } from '../calendar/records.ts'
import { schedulerDelayed } from '../schedule-events.ts'
import { recordOutcome } from './outcome.ts'
import { laneOf } from './queues.ts'
import { nextTry } from './try-again.ts'
import type { WorkContext } from './work-context.ts'

/** A worker does not stand at a channel whose limit is used up: what would have to wait longer is queued. */
const maxWaitMs = 5_000

/** What one channel says after a delivery. */
export interface ChannelNews {
  /** Epoch milliseconds before which its limit lets nothing more through. */
  readonly busyUntil?: number | undefined
}

/**
 * Publishes one post, as it was read just now, on one channel and records what came of it. Publishing the same post id
 * again continues its delivery instead of sending twice, so a worker that died in the middle is simply taken over. What
 * an outage has kept stands in the channel's queue afterwards, for another try.
 */
export async function deliver(context: WorkContext, found: TimedVersion, channel: string): Promise<ChannelNews> {
  const { calendar, sides } = context
  const { host } = calendar
  const { id, state, deliveries: known, preview: whole } = found.record
  const prepared = whole.channels[channel]
  if (state !== 'firing' || !prepared || known?.[channel] !== undefined) return {}
  const preview = { postId: id, channels: { [channel]: prepared } }
  const { deliveries } = await host.client.publish(preview, { maxWaitMs })
  const delivery = deliveries[channel]
  if (!delivery) return {}
  const again = nextTry(found.record, delivery, host.clock.now())
  if (again) {
    await sides.add(laneOf(channel), id, again.at)
    host.emit(schedulerDelayed, {
      scheduled: calendar.show(found.record),
      channel,
      nextTryAt: again.at,
      error: again.error,
    })
    return {}
  }
  await recordOutcome(calendar, id, { [channel]: delivery.state }, found)
  const limited = delivery.parts.filter(({ state, error }) => state === 'queued' && error !== undefined)
  const busyUntil = Math.max(0, ...limited.map(({ notBefore = 0 }) => notBefore))
  return { busyUntil: busyUntil === 0 ? undefined : busyUntil }
}
