import type { Sourced } from './limits.ts'

/**
 * What a platform gives against doubles, see docs/guides/write-an-adapter.md.
 * `key`: repeats with the same key within `honouredForMs` are the same post.
 * `client-id`: we name the post, a second one of that name is refused.
 * `two-step`: a container or draft is published by id.
 * `read-back`: the account's own posts can be read and compared. `none`: nothing.
 */
export type PublishGuarantee =
  | { readonly kind: 'key'; readonly honouredForMs: number }
  | { readonly kind: 'client-id' }
  | { readonly kind: 'two-step' }
  | { readonly kind: 'read-back' }
  | { readonly kind: 'none' }

/** The guarantees of a platform, best first. `describeAccount` resolves them for one server. */
export interface Guarantees extends Sourced {
  readonly publish: readonly PublishGuarantee[]
  /** How long after a lost answer the platform may still commit, at most. */
  readonly lateCommitMs: number
  /** How long a committed post may stay invisible to `findPost`, at most. */
  readonly consistencyMs: number
}
