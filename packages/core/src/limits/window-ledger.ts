import type { BucketWindow, RateLimitObservation } from '@tutti/model'
import { RivalEstimate } from './rival-estimate.ts'
import { SentLog } from './sent-log.ts'

/** A reset given in whole seconds may have been rounded down; in long windows a second costs nothing. */
const roundingMs = 1000
const longWindowMs = 100_000
/** A reset this close to the last one speaks of the same window. */
const toleranceMs = 2000
const maxJitterMs = 1000

/** What a window has to know about a permit that ends. */
export interface SettledPermit {
  readonly cost: number
  readonly grantedAtMs: number
  /** Permits are numbered in the order in which they were granted. */
  readonly sequence: number
}

/**
 * The budget of one window of one limit. Two counts hold at once. Our own: what was sent in the
 * last `windowMs`, bounded by the declared budget, begun anew when a known reset has passed. The
 * platform's: the lowest `remaining` it has said for the window in force, less what may not be in
 * it yet. Instants are in steady time.
 */
export class WindowLedger {
  readonly windowMs: number
  readonly budget: number
  readonly #log: SentLog
  readonly #rival: RivalEstimate
  readonly #random: () => number
  #limit: number
  #pendingCost = 0
  #remaining = Number.POSITIVE_INFINITY
  /** End of the window in force; unknown until an answer says it. */
  #resetAt: number | undefined
  #lastResetAt = Number.NEGATIVE_INFINITY
  #clearedAt = Number.NEGATIVE_INFINITY
  /** Cost of requests that ended without a word about this window and may not be in `remaining`. */
  #unobservedCost = 0
  #unobservedBefore = 0
  #hasHeard = false
  #hasSettled = false
  /** `remaining` holds what happened until then. */
  #knownAt = Number.NEGATIVE_INFINITY
  #lagMs = 0
  #flightMs = 0

  constructor(window: BucketWindow, random: () => number) {
    this.windowMs = window.windowMs
    this.budget = window.budget
    this.#limit = window.budget
    this.#log = new SentLog(window.windowMs)
    this.#rival = new RivalEstimate(window.windowMs)
    this.#random = random
  }

  /** The budget in force: the declared one, or the platform's own when that is smaller. */
  get limit(): number {
    return this.#limit
  }

  /** Whether a request of this cost may leave now. */
  fits(cost: number, nowMs: number): boolean {
    if (cost === 0) return true
    const available = this.#available(nowMs)
    if (cost > available - this.#reserveCost(cost, nowMs)) return false
    if (this.#pendingCost === 0) return true
    // Side by side only while a burst of somebody else makes none of ours too many, then one by one.
    if (this.#resetAt !== undefined) return available - cost >= this.#rival.burstCost(this.#limit)
    // Nothing is known of this window yet: a few go ahead and bring word, unless the platform never says anything.
    const isSilent = this.#hasSettled && !this.#hasHeard
    return isSilent || this.#pendingCost + cost <= Math.max(1, Math.floor(this.#limit / 10))
  }

  charge(cost: number): void {
    this.#pendingCost += cost
  }

  /** Gives the cost of a request back that never left. */
  release(cost: number): void {
    this.#pendingCost -= cost
  }

  /** Books a request that was sent, with what its answer said about this very window, if anything. */
  settle(
    permit: SettledPermit,
    observation: RateLimitObservation | undefined,
    nowMs: number,
    nextSequence: number,
  ): void {
    this.#roll(nowMs)
    this.#pendingCost -= permit.cost
    this.#flightMs += (nowMs - permit.grantedAtMs - this.#flightMs) / 4
    this.#hasSettled = true
    if (observation?.remaining === undefined) {
      this.#log.add(permit.cost, nowMs)
      this.#unobservedCost = Math.min(this.#unobservedCost + permit.cost, this.#log.total(nowMs))
      this.#unobservedBefore = nextSequence
      return
    }
    this.#hasHeard = true
    this.#limit = Math.min(this.budget, observation.limit ?? this.#limit)
    this.#observe(permit, observation.remaining, observation, nowMs)
  }

  /** When a request that does not fit may do so at the earliest; infinite when only an answer can tell. */
  nextChangeAt(cost: number, nowMs: number): number {
    const reserve = this.#reserveCost(cost, nowMs)
    if (cost <= this.#available(nowMs) - reserve) return Number.POSITIVE_INFINITY
    const isRefusedByPlatform = cost > this.#remaining - this.#pendingCost - this.#unobservedCost - reserve
    if (this.#resetAt !== undefined && isRefusedByPlatform) return this.#resetAt
    const target = this.#limit - this.#pendingCost - cost - reserve
    const expiresAt = target < 0 ? Number.POSITIVE_INFINITY : this.#log.whenAtMost(target, nowMs)
    return Math.min(expiresAt, this.#resetAt ?? expiresAt)
  }

  /** When `cost` more could have been sent at the earliest, however many windows that takes. */
  estimate(cost: number, nowMs: number): number {
    const available = Math.max(0, this.#available(nowMs))
    if (cost <= available) return nowMs
    if (this.#resetAt !== undefined) {
      return this.#resetAt + (Math.ceil((cost - available) / this.#limit) - 1) * this.windowMs
    }
    const wholeWindows = Math.ceil(cost / this.#limit) - 1
    const target = this.#limit - this.#pendingCost - (cost - wholeWindows * this.#limit)
    const firstAt = target < 0 ? nowMs + this.windowMs : this.#log.whenAtMost(target, nowMs)
    return firstAt + wholeWindows * this.windowMs
  }

  /** Whether nothing is known that a new ledger would not know. */
  isIdle(nowMs: number): boolean {
    return this.#available(nowMs) >= this.#limit && this.#resetAt === undefined
  }

  #available(nowMs: number): number {
    this.#roll(nowMs)
    const own = this.#limit - this.#log.total(nowMs)
    return Math.min(own, this.#remaining - this.#unobservedCost) - this.#pendingCost
  }

  /** A request as large as the whole budget must be able to leave some day: the reserve never stops it. */
  #reserveCost(cost: number, nowMs: number): number {
    if (this.#knownAt === Number.NEGATIVE_INFINITY) return 0
    const uncertainMs = nowMs - this.#knownAt + this.#flightMs
    return Math.max(0, Math.min(this.#rival.reserveCost(this.#limit, uncertainMs), this.#limit - cost))
  }

  #observe(permit: SettledPermit, remaining: number, observation: RateLimitObservation, nowMs: number): void {
    const resetAt = this.#readReset(observation.resetAt, nowMs)
    const wasSentBefore = permit.grantedAtMs < this.#lastResetAt
    const isLastWindow = resetAt <= this.#lastResetAt + Math.min(this.windowMs / 2, toleranceMs)
    if (isLastWindow && wasSentBefore) {
      // Counted in the window that is over; ours has forgotten that one, unless it could not begin anew.
      if (this.#clearedAt !== this.#lastResetAt) this.#log.add(permit.cost, nowMs)
      return
    }
    if (resetAt <= nowMs && this.#resetAt === undefined) {
      // The window it speaks of is over by now. Sent after that reset and yet counted before it: the
      // platform's clock is behind ours.
      if (isLastWindow) this.#lagMs = Math.min(this.#lagMs + nowMs - resetAt, this.windowMs / 4)
      this.#log.add(permit.cost, nowMs)
      return
    }
    const isNewWindow = this.#resetAt !== undefined && resetAt > this.#resetAt + this.windowMs / 2
    if (isNewWindow) this.#end(resetAt - this.windowMs)

    this.#log.add(permit.cost, nowMs)
    if (permit.sequence >= this.#unobservedBefore) this.#unobservedCost = 0
    this.#remaining = Math.min(this.#remaining, remaining)
    this.#knownAt = Math.max(this.#knownAt, permit.grantedAtMs)
    this.#resetAt = Math.max(this.#resetAt ?? resetAt + this.#jitterMs(), resetAt)
    const ownCost = this.#log.total(nowMs) + this.#pendingCost
    this.#rival.observe({
      foreignCost: Math.min((observation.limit ?? this.#limit) - remaining - ownCost, this.#limit),
      limit: this.#limit,
      elapsedMs: Math.max(0, nowMs - (this.#resetAt - this.windowMs)),
      hiddenMs: 2 * this.#flightMs,
      isFirstWindow: this.#lastResetAt === Number.NEGATIVE_INFINITY,
    })
  }

  /** Others who wait for the same reset must not all come at once. */
  #jitterMs(): number {
    return this.#random() * Math.min(this.windowMs / 200, maxJitterMs)
  }

  /** The end of the window that an answer speaks of. Never further away than a whole window. */
  #readReset(saidAt: number | undefined, nowMs: number): number {
    const furthestAt = nowMs + this.windowMs
    if (saidAt === undefined) return this.#resetAt ?? furthestAt
    const isRounded = this.windowMs >= longWindowMs && saidAt % 1000 === 0
    return Math.min(saidAt + this.#lagMs + (isRounded ? roundingMs : 0), furthestAt)
  }

  #roll(nowMs: number): void {
    if (this.#resetAt !== undefined && nowMs >= this.#resetAt) this.#end(this.#resetAt)
  }

  /**
   * A new window has begun. Requests still under way may count in it, so their cost stays. Our own
   * count starts anew at most once a window, whatever resets the platform speaks of.
   */
  #end(resetAt: number): void {
    if (resetAt - this.#clearedAt >= this.windowMs * 0.9) {
      this.#log.clear()
      this.#clearedAt = resetAt
    }
    this.#lastResetAt = resetAt
    this.#resetAt = undefined
    this.#knownAt = resetAt
    this.#remaining = Number.POSITIVE_INFINITY
    this.#unobservedCost = 0
    this.#rival.endWindow()
  }
}
