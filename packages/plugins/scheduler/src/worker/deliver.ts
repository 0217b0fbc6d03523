import type { Calendar } from '../calendar/calendar.ts'
import type { VersionedRecord } from '../calendar/records.ts'
import { recordOutcome } from './outcome.ts'

/** A worker does not stand at a channel whose limit is used up: what would have to wait longer is queued. */
const maxWaitMs = 5_000

/** What one channel says after a delivery. */
export interface ChannelNews {
  /** Epoch milliseconds before which its limit lets nothing more through. */
  readonly busyUntil?: number | undefined
}

/**
 * Publishes one post on one channel and records what came of it. Publishing the same post id again continues
 * its delivery instead of sending twice, so a worker that died in the middle is simply taken over.
 * @param known the record as it was read or written just now; read when absent
 */
export async function deliver(
  calendar: Calendar,
  id: string,
  channel: string,
  known?: VersionedRecord,
): Promise<ChannelNews> {
  const { host, records } = calendar
  const found = known ?? (await records.find(id))
  const record = found?.record
  const prepared = record?.preview.channels[channel]
  if (record?.state !== 'firing' || !prepared || record.deliveries?.[channel] !== undefined) return {}
  const preview = { postId: id, channels: { [channel]: prepared } }
  const { deliveries } = await host.client.publish(preview, { maxWaitMs })
  const delivery = deliveries[channel]
  if (!delivery) return {}
  await recordOutcome(calendar, id, { [channel]: delivery.state }, found)
  const limited = delivery.parts.filter(({ state, error }) => state === 'queued' && error !== undefined)
  const busyUntil = Math.max(0, ...limited.map(({ notBefore = 0 }) => notBefore))
  return { busyUntil: busyUntil === 0 ? undefined : busyUntil }
}
