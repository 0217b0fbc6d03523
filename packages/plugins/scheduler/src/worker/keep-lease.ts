import type { Lease, PluginHost } from '@tutti/model'
import { leaseMs } from './queues.ts'

/** A lease that is kept alive while a slow platform takes its time. */
export interface KeptLease {
  readonly lease: Lease
  /** Whether nobody else has taken over, as the store says now. */
  isHeld(): Promise<boolean>
  stop(): void
}

/** Keeps a lease alive until it is stopped or lost. */
export function keepLease({ store, clock }: PluginHost, queue: string, first: Lease): KeptLease {
  let lease = first
  let isLost = false
  let isStopped = false
  let cancel = () => {}
  const renew = async () => {
    const renewed = await store.due.renew(queue, lease, { now: clock.now(), leaseMs })
    if (renewed) lease = renewed
    else isLost = true
  }
  const next = () => {
    if (isStopped || isLost) return
    cancel = clock.setTimer(leaseMs / 3, () => void renew().then(next, next))
  }
  next()
  return {
    get lease() {
      return lease
    },
    async isHeld() {
      // A machine that slept wakes up with a lease that somebody else may hold by now.
      if (!isLost && clock.now() > lease.leaseUntil - leaseMs / 2) await renew()
      return !isLost
    },
    stop() {
      isStopped = true
      cancel()
    },
  }
}
