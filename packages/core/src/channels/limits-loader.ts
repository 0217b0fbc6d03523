import type { RetryPolicy } from '@tutti/adapter-kit'
import type { Clock, LimitKey, MaybePromise, RateLimiter } from '@tutti/model'
import type { LimitPlace } from '../limits/limit-keys.ts'

/** The limits and retries of a client. */
export interface Limits {
  /** The app's own, or the process's. */
  readonly limiter: RateLimiter
  /** The limits that a request of a bucket counts against. @throws InvalidInputError `invalid-input` */
  keysFor(place: LimitPlace, bucket: string): readonly LimitKey[]
  /** How requests to a server are tried again, within the budget of all who talk to it. */
  retryPolicyFor(platform: string, serverUrl: string): RetryPolicy
  release(): void
}

/** Loads the limiter when a client is made or first used: importing the package stays cheap. */
export class LimitsLoader {
  readonly #clock: Clock
  readonly #own: RateLimiter | undefined
  #loaded: Limits | undefined
  #loading: Promise<Limits> | undefined

  constructor(clock: Clock, own: RateLimiter | undefined) {
    this.#clock = clock
    this.#own = own
  }

  /** The limits themselves once they are loaded, a promise before. */
  load(): MaybePromise<Limits> {
    if (this.#loaded !== undefined) return this.#loaded
    this.#loading ??= this.#create()
    return this.#loading
  }

  /** Gives the client's share in the process's limits back. */
  async release(): Promise<void> {
    const limits = await this.#loading
    limits?.release()
  }

  async #create(): Promise<Limits> {
    const { createRetryPolicy, limitKeysFor, processRateLimiter } = await import('../limits/index.ts')
    const { limiter, retryBudgetFor, release } = processRateLimiter({ clock: this.#clock })
    this.#loaded = {
      limiter: this.#own ?? limiter,
      keysFor: limitKeysFor,
      retryPolicyFor: (platform, serverUrl) => createRetryPolicy({ budget: retryBudgetFor(platform, serverUrl) }),
      release,
    }
    return this.#loaded
  }
}
