import type { Delivering } from './delivering.ts'
import { deliveries } from './journal/delivery-key.ts'

/** Looking again sooner finds nothing new. */
const minWaitMs = 1_000

/** Sees to it that somebody looks again when the next unfinished delivery is due, or its worker's lease ends. */
export async function wakeForNext(delivering: Delivering): Promise<void> {
  const { core, wakeAt, running } = delivering
  // What this process is at sees to its own end.
  const unfinished = (await core.store.due.list(deliveries)).filter(({ id }) => !running.has(id))
  if (unfinished.length === 0) return
  const next = Math.min(...unfinished.map(({ dueAt, leaseUntil = 0 }) => Math.max(dueAt, leaseUntil)))
  wakeAt(Math.max(next, core.clock.now() + minWaitMs))
}
