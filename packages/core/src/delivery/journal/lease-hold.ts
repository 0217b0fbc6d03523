import { type Lease, StoreError } from '@tutti/model'
import type { CoreRuntime } from '../../runtime.ts'
import { deliveries } from './delivery-key.ts'

/** The lease on one delivery, kept alive while this process works on it. */
export interface LeaseHold {
  readonly lease: Lease
  /** Aborted when another worker has taken over. */
  readonly signal: AbortSignal
  /** @throws StoreError `lease-lost` when another worker has taken over */
  ensureHeld(): Promise<void>
  /** Ends the renewing; the lease itself is left to `complete` or `release`. */
  stop(): void
}

/** Keeps a lease alive: renewed well before its end, and checked again before each step. */
export function holdLease(core: CoreRuntime, first: Lease, leaseMs: number): LeaseHold {
  const { clock, store } = core
  const lost = new AbortController()
  let lease = first
  let stopped = false
  let cancelTimer = startTimer()

  function startTimer(): () => void {
    return clock.setTimer(leaseMs / 3, () => {
      const goOn = () => {
        if (!stopped && !lost.signal.aborted) cancelTimer = startTimer()
      }
      // A store that fails just now leaves the lease to the next beat, and to `ensureHeld`.
      renew().then(goOn, goOn)
    })
  }

  async function renew(): Promise<void> {
    const renewed = await store.due.renew(deliveries, lease, { now: clock.now(), leaseMs })
    if (renewed) lease = renewed
    else lost.abort(leaseLost())
  }

  return {
    get lease() {
      return lease
    },
    signal: lost.signal,
    async ensureHeld() {
      if (clock.now() > lease.leaseUntil - leaseMs / 2) await renew()
      if (lost.signal.aborted) throw leaseLost()
    },
    stop() {
      stopped = true
      cancelTimer()
    },
  }
}

function leaseLost(): StoreError {
  return new StoreError({ code: 'lease-lost', message: 'another worker has taken over this delivery' })
}
