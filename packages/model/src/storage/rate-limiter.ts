import type { BucketWindow, RateLimitObservation } from '../adapter/buckets.ts'
import type { Priority } from '../adapter/operation-names.ts'
import type { MaybePromise } from '../json.ts'

/** One budget that a request counts against. */
export interface LimitKey {
  /** Unique to platform, server, app, account and bucket. */
  readonly key: string
  readonly windows: readonly BucketWindow[]
  readonly maxConcurrent?: number | undefined
}

/** A request for leave to send. */
export interface PermitRequest {
  /** All of them are taken at once or none. */
  readonly limits: readonly LimitKey[]
  readonly cost: number
  readonly priority: Priority
  /** Who is served in turn within one priority: the channel. */
  readonly owner: string
  readonly signal?: AbortSignal | undefined
  /** Longer waits are refused with `wait-too-long` and `retryAfterMs`. */
  readonly maxWaitMs?: number | undefined
  /** Told once when the request has to wait. */
  readonly onWait?: ((delayMs: number) => void) | undefined
}

/** Leave to send one request. */
export interface Permit {
  /** How long it was waited for. */
  readonly waitedMs: number
  /**
   * Whether others may have its place by now: a process that has slept is told so before it sends, and asks for another.
   * Absent: it stays until it is settled.
   */
  readonly isLapsed?: (() => boolean) | undefined
  /**
   * Must be called once when the request has ended, with what the answer said about the limits, if
   * anything. `unsent` gives the cost back.
   */
  settle(result: {
    readonly unsent?: boolean | undefined
    readonly observation?: RateLimitObservation | undefined
  }): void
}

/** Keeps requests under the platform's limits. Implementations pass `describeRateLimiter`. */
export interface RateLimiter {
  /**
   * Returns the permit itself when it is free at once, a promise when it has to wait.
   * @throws RateLimitError `wait-too-long`; TransportError `aborted` or `closed`
   */
  acquire(request: PermitRequest): MaybePromise<Permit>
  /** When the last of `count` requests could leave at the earliest, in epoch milliseconds. */
  forecast(limits: readonly LimitKey[], count: number, cost?: number): number
  close(): void
}
