import { queue, type TimedVersion } from '../calendar/records.ts'
import { hasTime } from '../calendar/schedule-record.ts'
import { pauseKey } from '../pause/pauses.ts'
import { deliver } from './deliver.ts'
import { type KeptLease, keepLease } from './keep-lease.ts'
import { laneOf, leaseMs, parkedUnder } from './queues.ts'
import { begin, type WorkContext } from './work-context.ts'

/**
 * Sends a post to its channels: at once where a channel is free, into the channel's own queue where it is not.
 * The lease ends when nothing depends on it any more.
 */
export async function dispatch(context: WorkContext, found: TimedVersion, kept: KeptLease): Promise<void> {
  let atOnce: readonly Promise<void>[]
  try {
    atOnce = await assign(context, found)
  } catch (error) {
    kept.stop()
    throw error
  }
  begin(context, async () => {
    try {
      await Promise.all(atOnce)
      await context.calendar.host.store.due.complete(queue, kept.lease)
    } finally {
      kept.stop()
      context.pump()
    }
  })
}

/** @returns what was begun; the rest stands in other queues by then */
async function assign(context: WorkContext, found: TimedVersion): Promise<readonly Promise<void>[]> {
  const { calendar, pauses, lanes, sides } = context
  const { id, at, campaign, preview, deliveries = {} } = found.record
  const dueAt = Math.min(at, calendar.host.clock.now())
  const begun: Promise<void>[] = []
  for (const channel of Object.keys(preview.channels)) {
    if (deliveries[channel] !== undefined) continue
    const pause = await pauses.find({ channel, campaign })
    if (pause && !('channel' in pause.scope)) {
      await sides.add(parkedUnder(pauseKey(pause.scope)), id, dueAt)
    } else if (pause || !lanes.isFree(channel)) {
      await queueUp(context, channel, id, dueAt)
    } else {
      const delivered = lanes.run(channel, () => deliver(context, found, channel))
      begun.push(delivered.catch((error) => later(context, channel, id, error)))
    }
  }
  return begun
}

async function queueUp({ sides, lanes }: WorkContext, channel: string, id: string, dueAt: number): Promise<void> {
  await sides.add(laneOf(channel), id, dueAt)
  lanes.expect(channel)
}

/** A delivery that could not even begin: the channel is not there, the client closes, the store fails. */
async function later(context: WorkContext, channel: string, id: string, error: unknown): Promise<void> {
  context.report(error)
  await queueUp(context, channel, id, context.calendar.host.clock.now() + leaseMs)
}

/** Takes what waits for the channels that have a place free. */
export async function pumpLanes(context: WorkContext): Promise<void> {
  await Promise.all(context.lanes.ready().map(({ channel, free }) => pumpLane(context, channel, free)))
}

async function pumpLane(context: WorkContext, channel: string, free: number): Promise<void> {
  const { calendar, pauses, lanes } = context
  const { store, clock } = calendar.host
  const name = laneOf(channel)
  const now = clock.now()
  if (await pauses.ofChannel(channel)) {
    lanes.rest(channel, now + calendar.options.sweepEveryMs)
    return
  }
  // Before the claim: what is put there from now on is expected anew.
  lanes.settle(channel)
  const leases = await store.due.claim(name, { now, leaseMs, limit: free })
  if (leases.length === free) lanes.expect(channel)
  for (const lease of leases) {
    const kept = keepLease(calendar.host, name, lease)
    begin(context, async () => {
      try {
        await lanes.run(channel, () => deliverInTurn(context, lease.id, channel))
        await store.due.complete(name, kept.lease)
      } catch (error) {
        context.report(error)
        await store.due.release(name, kept.lease, clock.now() + leaseMs)
      } finally {
        kept.stop()
        context.pump()
      }
    })
  }
}

/** The campaign of a post that waits for its channel may be paused meanwhile. */
async function deliverInTurn(context: WorkContext, id: string, channel: string) {
  const { calendar, pauses, sides } = context
  const found = await calendar.records.find(id)
  if (!found || !hasTime(found.record)) return {}
  const pause = await pauses.find({ channel, campaign: found.record.campaign })
  if (!pause) return deliver(context, found as TimedVersion, channel)
  await sides.add(parkedUnder(pauseKey(pause.scope)), id, calendar.host.clock.now())
  return {}
}
