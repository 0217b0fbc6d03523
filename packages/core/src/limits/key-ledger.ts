import { type LimitKey, priorities, type RateLimitObservation } from '@tutti/model'
import { ParkedLines } from './parked-lines.ts'
import { type SettledPermit, WindowLedger } from './window-ledger.ts'

/** The release after a block is spread over a tenth of the wait, one second at most. */
const blockJitterShare = 0.1
const maxBlockJitterMs = 1000

/** What an answer said about this limit. */
export interface LimitNews {
  readonly window: WindowLedger | undefined
  readonly observation: RateLimitObservation
}

/** Everything known about one limit: its windows, what is under way, and who waits for it. */
export class KeyLedger {
  readonly key: string
  readonly windows: readonly WindowLedger[]
  readonly maxConcurrent: number
  readonly parked = new ParkedLines()
  /** Set while a timer runs that looks after the waiting lines. */
  cancelTimer: (() => void) | undefined
  timerAt = Number.POSITIVE_INFINITY
  readonly #random: () => number
  readonly #waitingCosts: number[] = priorities.map(() => 0)
  #waitingCount = 0
  #inFlight = 0
  #blockedUntil = Number.NEGATIVE_INFINITY
  /** After a block one request goes ahead alone: the first permit with this number or a later one. */
  #probeFrom: number | undefined

  constructor(limit: LimitKey, random: () => number) {
    this.key = limit.key
    this.windows = limit.windows.map((window) => new WindowLedger(window, random))
    this.maxConcurrent = limit.maxConcurrent ?? Number.POSITIVE_INFINITY
    this.#random = random
  }

  /** The most that a single request may cost. */
  get largestCost(): number {
    let largest = Number.POSITIVE_INFINITY
    for (const window of this.windows) largest = Math.min(largest, window.limit)
    return largest
  }

  fits(cost: number, nowMs: number): boolean {
    if (nowMs < this.#blockedUntil || this.#inFlight >= this.maxConcurrent) return false
    if (this.#probeFrom !== undefined && this.#inFlight > 0) return false
    for (const window of this.windows) if (!window.fits(cost, nowMs)) return false
    return true
  }

  charge(cost: number): void {
    this.#inFlight += 1
    for (const window of this.windows) window.charge(cost)
  }

  /** Takes a charge back: the request never left. */
  release(cost: number): void {
    this.#inFlight -= 1
    for (const window of this.windows) window.release(cost)
  }

  settle(permit: SettledPermit, news: LimitNews | undefined, nowMs: number, nextSequence: number): void {
    this.#inFlight -= 1
    for (const window of this.windows) {
      window.settle(permit, news?.window === window ? news.observation : undefined, nowMs, nextSequence)
    }
    const blockedUntil = news?.observation.blockedUntil ?? nowMs
    if (blockedUntil > nowMs) {
      const jitterMs = Math.min((blockedUntil - nowMs) * blockJitterShare, maxBlockJitterMs)
      this.#blockedUntil = Math.max(this.#blockedUntil, blockedUntil + jitterMs * this.#random())
      this.#probeFrom = nextSequence
    } else if (this.#probeFrom !== undefined && permit.sequence >= this.#probeFrom) {
      this.#probeFrom = undefined
    }
  }

  /** When a request that does not fit may do so at the earliest; infinite when only an answer can tell. */
  nextChangeAt(cost: number, nowMs: number): number {
    if (nowMs < this.#blockedUntil) return this.#blockedUntil
    let nextAt = Number.NEGATIVE_INFINITY
    for (const window of this.windows) {
      if (!window.fits(cost, nowMs)) nextAt = Math.max(nextAt, window.nextChangeAt(cost, nowMs))
    }
    return nextAt > nowMs ? nextAt : Number.POSITIVE_INFINITY
  }

  /** When `cost` more could have been sent at the earliest, behind all who wait with this priority or a higher one. */
  estimate(cost: number, priority: number, nowMs: number): number {
    let totalCost = cost
    for (let index = 0; index <= priority; index += 1) totalCost += this.#waitingCosts[index] ?? 0
    let estimate = Math.max(nowMs, this.#blockedUntil)
    for (const window of this.windows) estimate = Math.max(estimate, window.estimate(totalCost, nowMs))
    return estimate
  }

  addWaiting(priority: number, cost: number): void {
    this.#waitingCount += 1
    this.#waitingCosts[priority] = (this.#waitingCosts[priority] ?? 0) + cost
  }

  removeWaiting(priority: number, cost: number): void {
    this.#waitingCount -= 1
    this.#waitingCosts[priority] = (this.#waitingCosts[priority] ?? 0) - cost
  }

  /** Whether nothing is lost by forgetting it. */
  isIdle(nowMs: number): boolean {
    if (this.#inFlight > 0 || this.#waitingCount > 0 || nowMs < this.#blockedUntil) return false
    return this.windows.every((window) => window.isIdle(nowMs))
  }
}
