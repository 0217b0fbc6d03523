import type { ChannelPlan, PlannedPost } from '../plan.ts'

/** Which queue wakes the workers. The store is PostgreSQL with both. */
export type EngineKind = 'pg-boss' | 'bullmq'

/** What one worker is to do. Pure JSON. */
export interface WorkerJob {
  readonly engine: EngineKind
  readonly postgresUrl: string
  readonly redisUrl: string
  /** The schema in PostgreSQL, and the prefix in Redis, that all workers of one run share. */
  readonly place: string
  readonly channels: readonly (ChannelPlan & { readonly server: string })[]
}

/** What a worker is told: which posts it puts into the calendar, or that it is to end. */
export type WorkerOrder = { readonly kind: 'plan'; readonly posts: readonly PlannedPost[] } | { readonly kind: 'stop' }

/** What a worker says: how fast it can plan, that all its posts are in the calendar, what went wrong, or that it has ended. */
export type WorkerMessage =
  | { readonly kind: 'ready'; readonly msPerPost: number }
  | { readonly kind: 'planned' }
  | { readonly kind: 'trouble'; readonly code: string; readonly message: string }
  | { readonly kind: 'ended' }
