import { afterPublish, type Clock, type Delivery, definePlugin, isFinalState, pluginRef, type Store } from '@tutti/core'
import type { BadEngineName } from './bad-engines.ts'
import { pointOf } from './points.ts'
import { channelId, createCellClient, postOf } from './process/create-client.ts'
import type { CellJob } from './process/job.ts'
import { reconcileWithinMs, times } from './times.ts'

/** What came of a cell, by the journal and the hooks of a process that lives. */
export interface Outcome {
  readonly delivery: Delivery | undefined
  /** As the checker takes it. */
  readonly announced: readonly string[]
}

/** What nobody has finished by then is lost: twice as long as the slowest cell may take. */
const patienceMs = 400_000

/** The lease of the scheduler's worker, and some time to work. */
const scheduleSettlesMs = 90_000

/**
 * Plays a cell to its end in this process: from its beginning where nobody dies, or what another has left. Everything
 * that the client does here, it does as an app would: it starts, recovers and waits.
 */
export async function playToTheEnd(
  job: CellJob,
  { store, clock, badEngine }: { store: Store; clock: Clock; badEngine?: BadEngineName | undefined },
): Promise<Outcome> {
  const announced: string[] = []
  const plugin = definePlugin({
    ref: pluginRef<Record<never, never>>()('listening'),
    hooks: [afterPublish.use(({ delivery }) => void announced.push(`${delivery.postId} ${delivery.channel}`))],
    setup: () => ({}),
  })
  const open: Store = { ...store, scope: store.scope.bind(store), close: async () => {} }
  const client = await createCellClient(job, { store: open, clock, plugin, badEngine })
  const { tenant, cell } = job
  const until = clock.now() + patienceMs
  try {
    if (cell.point === undefined) await client.publish(postOf(job), { reconcileWithinMs, onAbsent: cell.onAbsent })
    if (cell.point?.startsWith('C1 ')) await clock.sleep(scheduleSettlesMs)
    for (;;) {
      await client.deliveries.recover({ reconcileWithinMs })
      const delivery = await client.deliveries.get(tenant, channelId)
      const isOpen = delivery ? !isFinalState(delivery.state) || owesHooks(delivery) : isScheduled(job)
      if (!isOpen || clock.now() > until) return { delivery, announced }
      // The lease of the dead process has to run out first.
      await clock.sleep(times.leaseMs / 8)
    }
  } finally {
    await client.close()
  }

  function owesHooks(delivery: Delivery): boolean {
    return delivery.state === 'published' && announced.length === 0
  }
}

const isScheduled = ({ cell: { point } }: CellJob): boolean =>
  point !== undefined && pointOf(point).isScheduled && !point.startsWith('C1 ')
