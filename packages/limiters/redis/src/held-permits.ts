import type { Clock, Permit } from '@tutti/model'
import { readNews } from './observation.ts'
import type { HeldPermit, SharedLedger } from './shared-ledger.ts'

/** What holding permits needs. */
export interface HeldPermitsOptions {
  readonly ledger: SharedLedger
  readonly clock: Pick<Clock, 'now' | 'setTimer'>
  readonly holdMs: number
  readonly random: () => number
  readonly onError: (error: unknown) => void
  /** Called when Redis knows that one has ended, or can't be told: it learns then by the end of the time. */
  readonly onEnd: (permit: HeldPermit) => void
}

/** The permits that this process has been given and not yet settled. They are renewed as long as it lives. */
export class HeldPermits {
  readonly #options: HeldPermitsOptions
  readonly #held = new Set<HeldPermit>()
  /** Under way or on its way back to Redis. */
  readonly #unfinished = new Set<HeldPermit>()
  #cancelTimer: (() => void) | undefined
  #isClosed = false

  constructor(options: HeldPermitsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#unfinished.size
  }

  add(permit: HeldPermit, grantedAt: number, waitedMs: number): Permit {
    this.#held.add(permit)
    this.#unfinished.add(permit)
    if (!this.#isClosed) this.#cancelTimer ??= this.#renewLater()
    return {
      waitedMs: Math.max(0, waitedMs),
      settle: ({ unsent = false, observation }) => {
        if (!this.#held.delete(permit)) return
        if (this.#held.size === 0) this.#stopTimer()
        const { ledger, clock, random, onError, onEnd } = this.#options
        const news = unsent ? undefined : readNews(permit.limits, observation, clock.now(), random)
        ledger
          .settle(permit, grantedAt, unsent, news)
          .catch(onError)
          .finally(() => {
            this.#unfinished.delete(permit)
            onEnd(permit)
          })
      },
    }
  }

  #renewLater(): () => void {
    const { clock, holdMs, ledger, onError } = this.#options
    return clock.setTimer(holdMs / 3, () => {
      for (const permit of this.#held) ledger.renew(permit).catch(onError)
      this.#cancelTimer = this.#renewLater()
    })
  }

  /** No renewals any more: what is not settled in time counts as sent then. */
  close(): void {
    this.#isClosed = true
    this.#stopTimer()
  }

  #stopTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }
}
