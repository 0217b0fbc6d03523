import {
  type AnyOperationName,
  AuthenticationError,
  type Clock,
  type ErrorCode,
  type Lock,
  type MaybePromise,
  RateLimitError,
  RejectedError,
  type ScopedStore,
  type TuttiError,
} from '@tutti/model'

/** So many failures in a row, and the channel rests. */
const maxFailures = 10
const firstRestMs = 30_000
const longestRestMs = 10 * 60_000
/** As long as one probe may take before another one is sent. */
const probeLeaseMs = 60_000
const collection = 'circuits'

/** What says that the platform, or the way there, is down. */
const downCodes: readonly ErrorCode[] = ['server-error', 'timeout', 'connection-lost', 'not-sent']

/** A channel at rest, as it is kept in the store. */
type Rest = {
  /** Epoch milliseconds. */
  readonly until: number
  readonly restMs: number
}

/** What a circuit breaker is made of. */
export interface CircuitBreakerOptions {
  readonly channel: string
  readonly store: ScopedStore
  readonly clock: Clock
  /** Told when the channel begins to rest. */
  onOpen(rest: Rest): void
}

/**
 * Lets a channel rest that fails again and again. After the rest one call goes through to see, over
 * all processes of a store; if it fails, the next rest is twice as long. The state survives restarts.
 * A store that fails keeps nobody from calling.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions
  #failures = 0
  #rest: Rest | undefined
  #loading: Promise<void> | undefined
  #isLoaded = false
  #probe: { lock?: Lock | undefined } | undefined

  constructor(options: CircuitBreakerOptions) {
    this.#options = options
  }

  /** Lets a call pass. @throws RateLimitError `circuit-open` while the channel rests */
  enter(operation: AnyOperationName): MaybePromise<void> {
    return this.#isLoaded && this.#rest === undefined ? undefined : this.#check(operation)
  }

  /** Told how a call ended. */
  settle(error?: TuttiError): MaybePromise<void> {
    if (error !== undefined) {
      if (error.code === 'circuit-open') return undefined
      if (downCodes.includes(error.code)) return this.#failed()
      if (!isAnswer(error)) return this.#probe && this.#keep(this.#rest)
    }
    this.#failures = 0
    return this.#rest === undefined ? undefined : this.#close()
  }

  async #check(operation: AnyOperationName): Promise<void> {
    this.#loading ??= this.#load()
    await this.#loading
    if (this.#rest === undefined) return
    const now = this.#options.clock.now()
    if (this.#probe !== undefined) {
      // The probe itself may have to ask for it.
      if (operation === 'describeAccount') return
      throw this.#refusal(1_000)
    }
    if (now < this.#rest.until) throw this.#refusal(this.#rest.until - now)
    await this.#beginProbe(now)
  }

  async #beginProbe(now: number): Promise<void> {
    const probe: { lock?: Lock | undefined } = {}
    this.#probe = probe
    const { locks } = this.#options.store
    try {
      probe.lock = await locks.acquire(this.#lockName, { now, leaseMs: probeLeaseMs })
    } catch {
      return
    }
    if (probe.lock !== undefined) return
    // Another process probes, or has done: its result counts.
    this.#probe = undefined
    await this.#load()
    if (this.#rest !== undefined) throw this.#refusal(Math.max(1_000, this.#rest.until - now))
  }

  #failed(): MaybePromise<void> {
    this.#failures += 1
    if (this.#probe === undefined && (this.#rest !== undefined || this.#failures < maxFailures)) return undefined
    const restMs = this.#rest === undefined ? firstRestMs : Math.min(longestRestMs, this.#rest.restMs * 2)
    this.#rest = { until: this.#options.clock.now() + restMs, restMs }
    this.#options.onOpen(this.#rest)
    return this.#keep(this.#rest)
  }

  #close(): Promise<void> {
    this.#rest = undefined
    return this.#keep(undefined)
  }

  async #keep(rest: Rest | undefined): Promise<void> {
    const { store, channel } = this.#options
    const lock = this.#probe?.lock
    this.#probe = undefined
    try {
      if (rest === undefined) await store.documents.delete(collection, channel)
      else await store.documents.put(collection, channel, rest, 'any')
      if (lock !== undefined) await store.locks.release(lock)
    } catch {
      // What can't be kept is found out again by failing again; the lock ends by itself.
    }
  }

  async #load(): Promise<void> {
    const { store, channel } = this.#options
    try {
      this.#rest = (await store.documents.get<Rest>(collection, channel))?.value
    } catch {
      // See above.
    }
    this.#isLoaded = true
  }

  get #lockName(): string {
    return `circuit:${this.#options.channel}`
  }

  #refusal(retryAfterMs: number): RateLimitError {
    const message = `the channel ${this.#options.channel} failed ${this.#failures || 'several'} times in a row and rests`
    return new RateLimitError({ code: 'circuit-open', message, retryAfterMs, retryable: true })
  }
}

/** Whether the platform was there to refuse: a guard's denial or an aborted call says nothing about it. */
function isAnswer(error: TuttiError): boolean {
  return error.status !== undefined || RejectedError.isInstance(error) || AuthenticationError.isInstance(error)
}
