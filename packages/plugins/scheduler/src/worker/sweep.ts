import { queue } from '../calendar/records.ts'
import { leaseMs, readQueue } from './queues.ts'
import type { WorkContext } from './work-context.ts'

/** Looks into every queue beside the main one: an earlier process may have left something there. */
export async function sweepSideQueues(context: WorkContext): Promise<void> {
  const { sides, lanes, pauses } = context
  for await (const name of sides.names()) {
    const { kind, rest } = readQueue(name)
    if (kind === 'lane') lanes.expect(rest)
    else if (!(await pauses.has(rest))) await unpark(context, name)
    await sides.tidy(name)
  }
}

/** Puts back what a pause has kept, now that it is over: each is judged as if it had just fallen due. */
async function unpark({ calendar }: WorkContext, name: string): Promise<void> {
  const { store, clock } = calendar.host
  for (;;) {
    const leases = await store.due.claim(name, { now: clock.now(), leaseMs, limit: 100 })
    await Promise.all(
      leases.map(async (lease) => {
        await store.due.add(queue, lease.id, lease.dueAt)
        // Not when it was parked again meanwhile: then the lease is stale, and the entry stays.
        await store.due.complete(name, lease)
      }),
    )
    if (leases.length < 100) return
  }
}
