import type { Delivery } from '@tutti/model'
import type { ReconciliationOptions } from '../client/types.ts'
import type { CoreRuntime } from '../runtime.ts'

/** What all deliveries of one client share. */
export interface Delivering {
  readonly core: CoreRuntime
  readonly times: ReconciliationOptions
  /** A worker that has not renewed its lease for so long counts as dead. */
  readonly leaseMs: number
  /** Aborted when the client closes: ends waiting, not requests. */
  readonly stopping: AbortSignal
  /** Deliveries that this process works on just now, by key. */
  readonly running: Map<string, Promise<Delivery>>
  /** Takes up what is unfinished at that time (epoch milliseconds). */
  wakeAt(at: number): void
}

/** Works on one delivery unless this process does so already: then it waits for that. */
export function workOnce(delivering: Delivering, id: string, work: () => Promise<Delivery>): Promise<Delivery> {
  const { running } = delivering
  const known = running.get(id)
  if (known) return known
  const started = work().finally(() => running.delete(id))
  running.set(id, started)
  return started
}
