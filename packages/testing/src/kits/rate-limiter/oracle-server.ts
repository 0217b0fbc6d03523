import type { RateLimitObservation } from '@tutti/model'
import type { VirtualClock } from '../../clock/virtual-clock.ts'

/** What happened in one window of the server. */
export interface OracleWindow {
  readonly startedAt: number
  ours: number
  rivals: number
  /** Requests of ours that came over the limit. */
  refused: number
}

/** How a server counts and speaks. */
export interface OracleOptions {
  readonly clock: VirtualClock
  readonly budget: number
  readonly windowMs: number
  /** Windows follow each other at fixed instants, or each begins with its first request. */
  readonly phase: 'aligned' | 'first-request'
  /** What an answer says; the truth when absent. */
  says?(truth: RateLimitObservation): RateLimitObservation | undefined
}

/** A server that enforces one limit and counts what it lets through and what it refuses. */
export interface OracleServer {
  /** A request of ours arrives. */
  receive(cost: number): RateLimitObservation | undefined
  /** A rival takes from the budget; false when too little is left. */
  takeForRival(cost: number): boolean
  /** All windows in which somebody came, in their order. */
  readonly windows: readonly OracleWindow[]
}

export function oracleServer(options: OracleOptions): OracleServer {
  const { clock, budget, windowMs, phase } = options
  const windows: OracleWindow[] = []
  // Aligned windows start somewhere, but not where the test starts.
  const offsetMs = windowMs * 0.37

  const current = (): OracleWindow => {
    const last = windows.at(-1)
    const nowMs = clock.now()
    if (last !== undefined && nowMs < last.startedAt + windowMs) return last
    const alignedAt = Math.floor((nowMs - offsetMs) / windowMs) * windowMs + offsetMs
    const window = { startedAt: phase === 'aligned' ? alignedAt : nowMs, ours: 0, rivals: 0, refused: 0 }
    windows.push(window)
    return window
  }

  return {
    windows,
    receive(cost) {
      const window = current()
      const isAccepted = window.ours + window.rivals + cost <= budget
      if (isAccepted) window.ours += cost
      else window.refused += 1
      const resetAt = window.startedAt + windowMs
      const truth: RateLimitObservation = {
        limit: budget,
        remaining: budget - window.ours - window.rivals,
        resetAt,
        blockedUntil: isAccepted ? undefined : Math.ceil(resetAt / 1000) * 1000,
      }
      if (options.says === undefined) return truth
      const said = options.says(truth)
      return isAccepted ? said : { ...said, blockedUntil: truth.blockedUntil }
    },
    takeForRival(cost) {
      const window = current()
      if (window.ours + window.rivals + cost > budget) return false
      window.rivals += cost
      return true
    },
  }
}
