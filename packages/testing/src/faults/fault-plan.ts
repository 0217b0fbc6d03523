import type { RecordedRequest } from '../fake-platform/recorded-request.ts'
import type { Fault } from './fault.ts'

/** Which requests a fault strikes. */
export interface FaultTarget {
  /** Every request when absent; `commit` for the requests that make a post visible. */
  readonly on?: 'commit' | ((request: RecordedRequest) => boolean) | undefined
  /** So many matching requests pass first; 0 when absent. */
  readonly skip?: number | undefined
  /** So many are struck; 1 when absent. */
  readonly times?: number | undefined
}

/** The faults that are switched on, from outside the fake. */
export interface FaultPlan {
  /** Switches a fault on. @returns the undo */
  add(fault: Fault, target?: FaultTarget): () => void
  clear(): void
  /** How many requests were struck since the last `clear`. */
  readonly struckCount: number
}

interface PlannedFault {
  readonly fault: Fault
  readonly matches: (request: RecordedRequest) => boolean
  skip: number
  times: number
}

/** A plan, and `take`, by which the fake asks for the fault of one request. */
export function createFaultPlan(isCommit: (request: RecordedRequest) => boolean) {
  const planned = new Set<PlannedFault>()
  let struckCount = 0
  const plan: FaultPlan = {
    add(fault, target = {}) {
      const matches = target.on === 'commit' ? isCommit : (target.on ?? (() => true))
      const entry: PlannedFault = { fault, matches, skip: target.skip ?? 0, times: target.times ?? 1 }
      planned.add(entry)
      return () => planned.delete(entry)
    },
    clear() {
      planned.clear()
      struckCount = 0
    },
    get struckCount() {
      return struckCount
    },
  }
  const take = (request: RecordedRequest): Fault | undefined => {
    for (const entry of planned) {
      if (entry.times <= 0 || !entry.matches(request)) continue
      if (entry.skip > 0) {
        entry.skip -= 1
        continue
      }
      entry.times -= 1
      struckCount += 1
      return entry.fault
    }
    return undefined
  }
  return { plan, take }
}
