import type { ProfileRef } from './refs.ts'

/** One person or organisation on a platform. Absent members were not given by the platform. */
export interface Profile {
  readonly ref: ProfileRef
  /** The handle without a leading `@`, complete with its host where the platform has hosts. */
  readonly handle: string
  readonly displayName?: string | undefined
  /** Plain text; markup is stripped. */
  readonly description?: string | undefined
  readonly avatarUrl?: string | undefined
  readonly url?: string | undefined
  readonly followerCount?: number | undefined
  readonly followingCount?: number | undefined
  readonly postCount?: number | undefined
  /** Epoch milliseconds. */
  readonly createdAt?: number | undefined
  readonly bot?: boolean | undefined
  /** The platform's answer, untouched. */
  readonly raw: unknown
}
