import type { Delivering } from './delivering.ts'
import { deliveries } from './journal/delivery-key.ts'

/** Looking again sooner finds nothing new. */
const minWaitMs = 1_000

/**
 * Sees to it that somebody looks again when the next unfinished delivery is due, or its worker's lease ends; and once a
 * lease in any case, where this client looks after what others leave: a worker that dies announces nothing.
 */
export async function wakeForNext(delivering: Delivering, looksAfterOthers: boolean): Promise<void> {
  const { core, wakeAt, leaseMs } = delivering
  const now = core.clock.now()
  if (looksAfterOthers) wakeAt(now + leaseMs)
  const unfinished = await core.store.due.list(deliveries)
  if (unfinished.length === 0) return
  const next = Math.min(...unfinished.map(({ dueAt, leaseUntil = 0 }) => Math.max(dueAt, leaseUntil)))
  wakeAt(Math.max(next, now + minWaitMs))
}
