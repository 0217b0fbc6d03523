import type { Delivery, Lease, PublishOptions } from '@tutti/model'
import { type Delivering, workOnce } from './delivering.ts'
import { readRecord } from './journal/claim-record.ts'
import { deliveries } from './journal/delivery-key.ts'
import { work } from './publish/work.ts'

/** How many deliveries are taken up at once. */
const concurrency = 10

/** Takes up every unfinished delivery that is due and held by no living worker. Idempotent. */
export async function recover(delivering: Delivering, options: PublishOptions): Promise<readonly Delivery[]> {
  const { core, leaseMs, stopping } = delivering
  const seen = new Set<string>()
  const taken: Delivery[] = []
  while (!stopping.aborted && !options.signal?.aborted) {
    const now = core.clock.now()
    const leases = await core.store.due.claim(deliveries, { now, leaseMs, limit: concurrency })
    const fresh = leases.filter((lease) => !seen.has(lease.id))
    // What is due again already had its turn: the next round is for the next call.
    const again = leases.filter((lease) => seen.has(lease.id))
    await Promise.all(again.map((lease) => core.store.due.release(deliveries, lease, lease.dueAt)))
    if (fresh.length === 0) break
    for (const lease of fresh) seen.add(lease.id)
    const settled = await Promise.all(fresh.map((lease) => takeUp(delivering, lease, options)))
    for (const delivery of settled) if (delivery) taken.push(delivery)
  }
  return taken
}

async function takeUp(delivering: Delivering, lease: Lease, options: PublishOptions): Promise<Delivery | undefined> {
  const { core, leaseMs } = delivering
  const stored = await readRecord(delivering, lease.id)
  if (!stored) {
    // Its worker died between announcing and writing it: nothing was sent, and the caller was told nothing.
    await core.store.due.complete(deliveries, lease)
    return undefined
  }
  const { value: record, version } = stored
  try {
    const channel = await core.openChannel(record.channel)
    return await workOnce(delivering, lease.id, () =>
      work(delivering, channel, { id: lease.id, record, version, lease }, options),
    )
  } catch {
    // A channel that the app no longer has: its deliveries wait for it to come back.
    core.log.warn('an unfinished delivery belongs to a channel that can’t be opened', { channel: record.channel })
    await core.store.due.release(deliveries, lease, core.clock.now() + leaseMs)
    return undefined
  }
}
