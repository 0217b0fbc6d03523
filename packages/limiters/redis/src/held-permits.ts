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

/** A permit that lapses where nobody renews it in time. */
interface LapsingPermit extends Permit {
  isLapsed(): boolean
}

/** The permits that this process has been given and not yet settled. They are renewed as long as it lives. */
export class HeldPermits {
  readonly #options: HeldPermitsOptions
  /** Each with the time until which Redis surely holds it. */
  readonly #held = new Map<HeldPermit, number>()
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

  /** @param askedAt by the clock of this process, which need not be that of `grantedAt` */
  add(permit: HeldPermit, grantedAt: number, askedAt: number, waitedMs: number): LapsingPermit {
    const { ledger, clock, holdMs, random, onError, onEnd } = this.#options
    this.#held.set(permit, askedAt + holdMs)
    this.#unfinished.add(permit)
    if (!this.#isClosed) this.#cancelTimer ??= this.#renewLater()
    return {
      waitedMs: Math.max(0, waitedMs),
      isLapsed: () => clock.now() >= (this.#held.get(permit) ?? 0),
      settle: ({ unsent = false, observation }) => {
        if (!this.#held.delete(permit)) return
        if (this.#held.size === 0) this.#stopTimer()
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
    const { clock, holdMs, onError } = this.#options
    return clock.setTimer(holdMs / 3, () => {
      for (const permit of this.#held.keys()) this.#renew(permit).catch(onError)
      this.#cancelTimer = this.#renewLater()
    })
  }

  async #renew(permit: HeldPermit): Promise<void> {
    const { clock, holdMs, ledger } = this.#options
    const askedAt = clock.now()
    // One that has lapsed stays so: Redis has given its place away.
    if (askedAt >= (this.#held.get(permit) ?? 0)) return
    await ledger.renew(permit)
    if (this.#held.has(permit)) this.#held.set(permit, askedAt + holdMs)
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
