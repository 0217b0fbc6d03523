/**
 * Without foreign use for the length of so many windows the budget counts as ours alone. Only the
 * time up to the last answer counts: a budget that we have used up hides who comes after that.
 */
const quietWindowsUntilAlone = 2
/** Somebody who has been seen is expected back for longer. */
const quietWindowsUntilForgotten = 8
/**
 * Who takes little and often is steady: the fear of a burst fades then. A single small stroke proves
 * nothing, because a budget that we have used up lets nobody take more.
 */
const strokesOfSteadyRival = 3
const fading = 0.8
/** Until something is known others may take so much at one stroke. */
const guessedShare = 1 / 3
/** More than this is never left to others: who took a lot may be gone. */
const largestReserveShare = 0.1
/** A rate is not told from a shorter part of a window: one early stroke is no flood. */
const shortestSpan = 0.1

/** What an answer shows of others. */
export interface RivalSighting {
  /** What others have used of this window for certain. */
  readonly foreignCost: number
  /** The budget in force. */
  readonly limit: number
  /** How long the window has lasted. */
  readonly elapsedMs: number
  /** What our own requests on their way hide comes to light answer by answer: within this time it is one stroke. */
  readonly hiddenMs: number
  /** What was used before this process came is no sign of a rival. */
  readonly isFirstWindow: boolean
}

/**
 * What others take from the same budget: another process, the account's owner in an app. Until the
 * platform's answers have shown otherwise, somebody is taken to be there who may take a third.
 */
export class RivalEstimate {
  readonly #windowMs: number
  #burstShare = guessedShare
  #ratePerMs = 0
  #quietMs = 0
  #wasSeen = false
  // In the window under way: what others have used for certain, until when, and in which strokes.
  #limit = 0
  #cost = 0
  #elapsedMs = 0
  #costBeforeStroke = 0
  #strokeSeenAtMs = Number.NEGATIVE_INFINITY
  #largestStroke = 0
  #strokeCount = 0
  #hasHeard = false

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  observe({ foreignCost, limit, elapsedMs, hiddenMs, isFirstWindow }: RivalSighting): void {
    if (foreignCost > this.#cost) {
      if (isFirstWindow && !this.#hasHeard) {
        this.#costBeforeStroke = foreignCost
      } else {
        if (elapsedMs - this.#strokeSeenAtMs > hiddenMs) {
          this.#costBeforeStroke = this.#cost
          this.#strokeCount += 1
        }
        this.#strokeSeenAtMs = elapsedMs
        this.#largestStroke = Math.max(this.#largestStroke, foreignCost - this.#costBeforeStroke)
      }
      this.#cost = foreignCost
    }
    this.#limit = limit
    this.#elapsedMs = Math.max(this.#elapsedMs, elapsedMs)
    this.#hasHeard = true
  }

  endWindow(): void {
    if (!this.#hasHeard) return
    if (this.#largestStroke > 0) {
      const isSteady = this.#strokeCount >= strokesOfSteadyRival
      this.#burstShare = Math.max(this.#largestStroke / this.#limit, this.#burstShare * (isSteady ? fading : 1))
      this.#wasSeen = true
      this.#quietMs = 0
    } else {
      this.#quietMs += Math.min(this.#elapsedMs, this.#windowMs)
      const quietWindows = this.#wasSeen ? quietWindowsUntilForgotten : quietWindowsUntilAlone
      if (this.#quietMs >= quietWindows * this.#windowMs) {
        this.#burstShare = 0
        this.#wasSeen = false
      }
    }
    this.#ratePerMs = this.#currentRate()
    this.#cost = 0
    this.#elapsedMs = 0
    this.#costBeforeStroke = 0
    this.#strokeSeenAtMs = Number.NEGATIVE_INFINITY
    this.#largestStroke = 0
    this.#strokeCount = 0
    this.#hasHeard = false
  }

  /** How much others may take at one stroke. */
  burstCost(limit: number): number {
    return Math.max(Math.floor(this.#burstShare * limit), this.#largestStroke)
  }

  /**
   * How much others may have taken in a time of which nothing is known yet. What is left to them so
   * at the end of a window they use up themselves: it is not lost.
   */
  reserveCost(limit: number, uncertainMs: number): number {
    const ratePerMs = Math.max(this.#ratePerMs, this.#currentRate())
    if (ratePerMs === 0) return 0
    return Math.min(1 + Math.floor(ratePerMs * uncertainMs), Math.floor(limit * largestReserveShare))
  }

  #currentRate(): number {
    if (this.#largestStroke === 0) return 0
    return this.#cost / Math.max(this.#elapsedMs, this.#windowMs * shortestSpan)
  }
}
