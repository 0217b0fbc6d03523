import type { Sourced } from './limits.ts'
import type { OperationName } from './operation-names.ts'

/** Who shares a budget. */
export type BucketScope = 'app' | 'account' | 'server' | 'ip'

/** So much in so long. */
export interface BucketWindow {
  readonly budget: number
  readonly windowMs: number
}

/** One rate limit of a platform. */
export interface BucketDeclaration extends Sourced {
  readonly per: BucketScope
  /** All of them hold at once, for example an hourly and a daily one. */
  readonly windows: readonly BucketWindow[]
  /** Buckets that the same request also counts against, by name. */
  readonly within?: readonly string[] | undefined
  /**
   * What one call takes from this bucket, by operation: of `publishPost` for one part, of `stagePost` for one medium.
   * Plans are made with it; the requests themselves say what they cost.
   */
  readonly costs?: Readonly<Partial<Record<OperationName, number>>> | undefined
  /** At most so many requests at once; paced by bottleneck. */
  readonly maxConcurrent?: number | undefined
}

/** The rate limits of a platform by name. Every request names one of them. */
export type Buckets = Readonly<Record<string, BucketDeclaration>>

/** What a platform's answer said about a limit. Absent members were not said. */
export interface RateLimitObservation {
  readonly limit?: number | undefined
  readonly remaining?: number | undefined
  /** Epoch milliseconds at which the window starts anew. */
  readonly resetAt?: number | undefined
  readonly windowMs?: number | undefined
  /** Epoch milliseconds before which nothing may be sent: a 429 with Retry-After. */
  readonly blockedUntil?: number | undefined
}
