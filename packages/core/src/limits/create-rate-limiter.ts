import {
  type Clock,
  type LimitKey,
  type MaybePromise,
  type Permit,
  type PermitRequest,
  priorities,
  type RateLimiter,
} from '@tutti/model'
import { bottleneckRateLimiter } from './bottleneck-rate-limiter.ts'
import { GrantedPermit, type PermitResult } from './granted-permit.ts'
import { KeyLedger } from './key-ledger.ts'
import { abortedError, checkPermitRequest, closedError, costTooLargeError } from './limit-errors.ts'
import { matchObservation, readObservation } from './match-observation.ts'
import { PermitQueue } from './permit-queue.ts'
import { SteadyTime } from './steady-time.ts'

/** How often limits that are no longer in use are forgotten. */
const sweepIntervalMs = 60_000

/** Options of `createRateLimiter`. */
export interface RateLimiterOptions {
  readonly clock: Clock
  /** From 0 to below 1; spreads what waits for the same instant. `Math.random` when absent. */
  readonly random?: (() => number) | undefined
}

/** A rate limiter that can say how much it remembers. */
export interface LedgerRateLimiter extends RateLimiter {
  /** How many limits are remembered now; those without use are forgotten within minutes. */
  readonly keyCount: number
}

/**
 * Keeps requests under the platform's limits in this process: a small ledger per limit that learns
 * from the platform's answers, and a queue of its own in front. Urgent operations go first; owners of
 * the same priority take turns; one owner's requests to the same limits leave in their order. The
 * first limit of a request is its own bucket: what an answer says without naming a limit goes there.
 * `maxConcurrent` is kept by bottleneck, loaded when a limit has one.
 *
 * While calls wait for an instant a timer keeps the process alive; otherwise none runs.
 */
export function createRateLimiter(options: RateLimiterOptions): LedgerRateLimiter {
  const { clock } = options
  const random = options.random ?? Math.random
  const concurrency = bottleneckRateLimiter({ clock })
  const time = new SteadyTime(clock)
  const ledgers = new Map<string, KeyLedger>()
  let sequence = 0
  let sweepAt = Number.NEGATIVE_INFINITY
  let isClosed = false

  const ledgerOf = (limit: LimitKey): KeyLedger => {
    const known = ledgers.get(limit.key)
    if (known !== undefined) return known
    const ledger = new KeyLedger(limit, random)
    ledgers.set(limit.key, ledger)
    return ledger
  }

  const sweep = (nowMs: number) => {
    sweepAt = nowMs + sweepIntervalMs
    for (const [key, ledger] of ledgers) if (ledger.isIdle(nowMs)) ledgers.delete(key)
  }

  const grant = (
    charged: readonly KeyLedger[],
    request: PermitRequest,
    waitedMs: number,
    nowMs: number,
  ): MaybePromise<Permit> => {
    let isPaced = false
    for (const ledger of charged) {
      ledger.charge(request.cost)
      if (ledger.maxConcurrent !== Number.POSITIVE_INFINITY) isPaced = true
    }
    const permit = new GrantedPermit(charged, request.cost, sequence, nowMs, waitedMs, book)
    sequence += 1
    return isPaced ? pace(permit, request) : permit
  }

  /** Takes one of the places for requests under way as well. */
  const pace = async (permit: GrantedPermit, request: PermitRequest): Promise<Permit> => {
    try {
      const place = await concurrency.acquire(request)
      return {
        waitedMs: permit.waitedMs + place.waitedMs,
        settle(result) {
          place.settle(result)
          permit.settle(result)
        },
      }
    } catch (error) {
      permit.settle({ unsent: true })
      throw error
    }
  }

  const queue = new PermitQueue({ clock, time, grant })

  /** Books the end of a request, and lets those go for whom it made room. */
  const book = (permit: GrantedPermit, result: PermitResult) => {
    const nowMs = time.now()
    if (result.unsent) {
      for (const ledger of permit.ledgers) ledger.release(permit.cost)
    } else {
      const { observation } = result
      const news = observation && matchObservation(permit.ledgers, readObservation(observation, time), nowMs)
      for (const ledger of permit.ledgers) {
        ledger.settle(permit, news?.ledger === ledger ? news : undefined, nowMs, sequence)
      }
    }
    for (const ledger of permit.ledgers) if (ledger.parked.size > 0) queue.serve(ledger)
  }

  return {
    get keyCount() {
      return ledgers.size
    },

    acquire(request) {
      checkPermitRequest(request)
      if (isClosed) throw closedError()
      if (request.signal?.aborted) throw abortedError(request.signal)
      const nowMs = time.now()
      if (nowMs >= sweepAt) sweep(nowMs)
      const needed = request.limits.map(ledgerOf)
      let isFree = true
      for (const ledger of needed) {
        if (request.cost > ledger.largestCost) throw costTooLargeError(request.cost, ledger.largestCost)
        if (ledger.parked.size > 0 || !ledger.fits(request.cost, nowMs)) isFree = false
      }
      return isFree ? grant(needed, request, 0, nowMs) : queue.wait(needed, request, nowMs)
    },

    forecast(limits, count, cost = 1) {
      checkPermitRequest({ cost: cost * count })
      const nowMs = time.now()
      const estimates = limits.map((limit) => {
        const ledger = ledgers.get(limit.key) ?? new KeyLedger(limit, random)
        return ledger.estimate(count * cost, priorities.length - 1, nowMs)
      })
      return time.toClock(Math.max(nowMs, ...estimates))
    },

    close() {
      isClosed = true
      queue.close()
      ledgers.clear()
      concurrency.close()
    },
  }
}
