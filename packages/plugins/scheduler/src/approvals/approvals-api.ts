import type { Post } from '@tutti/model'
import type { CalendarPost, HistoryEntry, ScheduleState } from '../calendar/schedule-record.ts'
import type { Disambiguation, WallTime } from '../time/wall-time.ts'
import type { Person } from './roles.ts'

/** A post on its way to approval, or beyond. It may have no time yet. */
export interface Draft extends CalendarPost, Partial<WallTime> {
  /** Of what would be sent to all channels: give it to `approve` to be sure of what is approved. */
  readonly contentHash: string
}

/** Who does it. The app vouches for the person and the role. */
export interface ByPerson {
  readonly by: Person
}

/** When a draft is to go out, where that is known. */
export interface DraftInput extends ByPerson {
  /** A wall time with its zone, or an exact instant; a draft without one gets its time from `reschedule`. */
  readonly at?: string | undefined
  /** For wall times that the zone skips or has twice; `compatible` when absent. */
  readonly disambiguation?: Disambiguation | undefined
}

/** One line of the audit log. */
export interface AuditEntry extends Omit<HistoryEntry, 'to'> {
  /** The post; absent for what concerns several, such as a pause. */
  readonly id?: string | undefined
  readonly to?: ScheduleState | undefined
  /** What else to know: the scope of a pause, and its reason. */
  readonly detail?: string | undefined
}

/** Which lines of the audit log. */
export interface AuditFilter {
  readonly id?: string | undefined
  /** Epoch milliseconds, inclusive. */
  readonly from?: number | undefined
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined
}

/**
 * `tutti.scheduler.approvals`: who writes, who decides. Every method asks the `roles` policy and is one
 * compare-and-set: of two people at once one wins, the other gets `schedule-not-found` and has changed nothing.
 *
 * All throw InvalidInputError: `not-permitted` when the policy says no, `schedule-not-found` when there is no
 * such post or its state does not allow it, `invalid-input` for input of a wrong shape.
 */
export interface ApprovalsApi {
  /**
   * Keeps a post without scheduling it. It may have issues still.
   * @throws as `schedule`
   */
  draft(post: Post, input: DraftInput): Promise<Draft>
  /**
   * Puts another content in a post's place; its id and time stay. Approvals are taken away: what was approved
   * or scheduled is `submitted` again, what was rejected is a draft.
   * @throws InvalidInputError `invalid-input` also when a channel would hold what is no draft back
   */
  revise(id: string, post: Post, input: ByPerson): Promise<Draft>
  /** Asks for approval. @throws InvalidInputError `invalid-input` also when a channel would hold it back */
  submit(id: string, input: ByPerson): Promise<Draft>
  /**
   * Approves exactly this content. With the last approval that is needed a post that has a time is `scheduled`
   * by the same write; one without is `approved` until `reschedule` gives it one.
   * @throws InvalidInputError `approval-stale` when the content is not that of `contentHash`
   */
  approve(id: string, input: ByPerson & { readonly contentHash?: string | undefined }): Promise<Draft>
  /** Sends a post back, also one that is approved or scheduled; its approvals are gone. */
  reject(id: string, input: ByPerson & { readonly comment: string }): Promise<Draft>
  /** Says something about a post; its state stays. The newest 100 comments are kept. */
  comment(id: string, input: ByPerson & { readonly text: string }): Promise<Draft>
  /** Gives up what is not scheduled: it is `cancelled`. Needs the right to revise. `cancel` is for what is scheduled. */
  discard(id: string, input: ByPerson): Promise<Draft>
  /** @throws InvalidInputError `schedule-not-found` */
  get(id: string): Promise<Draft>
  /** What waits for somebody; all of `draft`, `submitted`, `rejected` and `approved` when `states` is absent. By time, what has none last. */
  list(filter?: { readonly states?: readonly ScheduleState[] | undefined }): Promise<readonly Draft[]>
  /**
   * Every decision about posts and pauses, oldest first. Nothing is ever changed in it. Without an `id` it reads the whole calendar.
   */
  auditLog(filter?: AuditFilter): Promise<readonly AuditEntry[]>
}
