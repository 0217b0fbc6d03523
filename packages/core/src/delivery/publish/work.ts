import {
  afterPublish,
  type Delivery,
  type DeliveryState,
  deliveryFailed,
  type PublishOptions,
  postPublished,
} from '@tutti/model'
import type { ChannelRuntime } from '../../runtime.ts'
import type { Delivering } from '../delivering.ts'
import { type ClaimedRecord, readRecord } from '../journal/claim-record.ts'
import { deliveries } from '../journal/delivery-key.ts'
import { type DeliveryRun, startRun } from '../journal/delivery-run.ts'
import { holdLease } from '../journal/lease-hold.ts'
import { isTakenOver, UnwrittenOutcome } from '../journal/record-outcome.ts'
import { isUnfinished, toDelivery } from '../journal/to-delivery.ts'
import { deliverParts, settlePart } from './deliver.ts'
import { toErrorRecord } from './read-failure.ts'

/** Nothing that waits is looked at more often. */
const minWakeMs = 1_000

/** Works on a delivery until it is settled or has to wait. Never throws: trouble is part of what it returns. */
export async function work(
  delivering: Delivering,
  channel: ChannelRuntime,
  claimed: ClaimedRecord,
  options: PublishOptions,
): Promise<Delivery> {
  const { core, stopping, times } = delivering
  const hold = holdLease(core, claimed.lease, delivering.leaseMs)
  const run = startRun({ ...claimed, core, channel, options, hold, stopping })
  try {
    let wakeAt = await deliverParts(run, times)
    await announce(run)
    if (run.record.state === 'published' && run.record.firstComment) {
      wakeAt = await settlePart(run, run.record.parts.length, times)
    }
    await endLease(delivering, run, wakeAt)
    return toDelivery(run.record)
  } catch (error) {
    return await afterTrouble(delivering, claimed.id, run, error)
  } finally {
    hold.stop()
  }
}

/** Tells plugins and listeners how it ended. Nothing that they do can change it. */
async function announce(run: DeliveryRun): Promise<void> {
  const { core, record } = run
  const delivery = toDelivery(record)
  if (failedStates.includes(record.state)) core.events.emit(deliveryFailed, { delivery })
  if (record.state !== 'published' || record.notified) return
  core.events.emit(postPublished, { delivery })
  try {
    await core.hooks.runNotify(afterPublish, { delivery, prepared: record.prepared })
  } catch {
    core.log.warn('a plugin failed in afterPublish', { postId: record.postId, channel: record.channel })
  }
  // Without anything left to do, the end of the entry in the due index says the same.
  if (record.firstComment) await run.update({ notified: true })
}

const failedStates: readonly DeliveryState[] = ['held', 'rejected', 'not-sent', 'needs-human']

/** Gives the entry back when there is something left to do, and removes it otherwise. */
async function endLease(
  { core, wakeAt: wake }: Delivering,
  run: DeliveryRun,
  wakeAt: number | undefined,
): Promise<void> {
  const { due } = core.store
  try {
    if (!isUnfinished(run.record)) {
      await due.complete(deliveries, run.hold.lease)
      return
    }
    const dueAt = Math.max(wakeAt ?? 0, core.clock.now() + minWakeMs)
    if (await due.release(deliveries, run.hold.lease, dueAt)) wake(dueAt)
  } catch {
    // The lease runs out by itself, and whoever finds the entry then finds the record settled.
    core.log.warn('a delivery’s lease could not be given back', { channel: run.record.channel })
  }
}

async function afterTrouble(delivering: Delivering, id: string, run: DeliveryRun, error: unknown): Promise<Delivery> {
  const { core, leaseMs } = delivering
  if (isTakenOver(error)) {
    const stored = await readRecord(delivering, id).catch(() => undefined)
    return toDelivery(stored?.value ?? run.record)
  }
  delivering.wakeAt(core.clock.now() + leaseMs)
  if (error instanceof UnwrittenOutcome) return toDelivery(error.record)
  return withdraw(delivering, run, error)
}

/**
 * The journal can't be written and nothing was sent: the part is taken back. Where that can't be
 * written either, it stays queued, and says so.
 */
async function withdraw(delivering: Delivering, run: DeliveryRun, cause: unknown): Promise<Delivery> {
  const open = run.record.parts.find((part) => part.state !== 'published')
  const record = toErrorRecord(cause, 'not-sent')
  delivering.core.log.warn(`a delivery stopped: ${record.message}`, { channel: run.record.channel })
  if (open?.state !== 'queued') return toDelivery(run.record)
  try {
    await run.updatePart(open.index, { state: 'not-sent', error: record })
    await endLease(delivering, run, undefined)
    return toDelivery(run.record)
  } catch {
    const parts = run.record.parts.map((part) => (part === open ? { ...part, error: record } : part))
    return toDelivery({ ...run.record, parts })
  }
}
