import { parseOptions } from '@tutti/core'
import * as z from 'zod/mini'
import { defaultRoles, type RolePolicy } from './approvals/roles.ts'
import { isTimeZone } from './time/wall-time.ts'

/**
 * What happens to a post whose time passed while no worker ran.
 * `publish-within`: still published when no more than `graceMs` late, missed otherwise.
 * `skip`: missed. `ask`: waits for `publishNow` or `cancel`.
 */
export type LatePolicy = 'publish-within' | 'skip' | 'ask'

/** Options of `scheduler`. */
export interface SchedulerOptions {
  /** IANA name: the zone in which `localTime` of scheduled posts is shown; UTC when absent. */
  readonly timeZone?: string | undefined
  /**
   * For all posts that say nothing else; `publish-within` 15 minutes when absent. What is more than a minute
   * late goes out one by one, `spacingMs` apart on each channel and oldest first; 10 s when absent, and 0
   * for all at once.
   */
  readonly late?:
    | {
        readonly policy?: LatePolicy | undefined
        readonly graceMs?: number | undefined
        readonly spacingMs?: number | undefined
      }
    | undefined
  /**
   * The least time between two posts of a channel; none when absent. Slots that are nearer are passed over, and previews
   * tell of posts that are; what has its time from a person keeps it. `perChannel` by channel id.
   */
  readonly spacing?:
    | {
        readonly minGapMs?: number | undefined
        readonly perChannel?: Readonly<Record<string, number>> | undefined
      }
    | undefined
  /** `false` for a client that only plans: it publishes nothing by itself unless `run` is called. As the client's `backgroundWork`. */
  readonly work?: boolean | undefined
  /** How often the store is searched for due posts that no wake-up announced; 15 s when absent. */
  readonly sweepEveryMs?: number | undefined
  /**
   * `required`: nothing is sent by this client that was not approved as it is, in the calendar or beside it, and
   * what is scheduled, by a person or a series, is submitted for approval. `optional` when absent: only drafts
   * need approval.
   */
  readonly approval?: 'required' | 'optional' | undefined
  /** How many people must approve a post; 1 when absent. */
  readonly approvalsNeeded?: number | undefined
  /**
   * How long before its time `scheduler.approval-due` tells of a post that is not approved; 24 h when absent. A
   * worker looks every twenty-fourth part of it.
   */
  readonly approvalDueMs?: number | undefined
  /** Who may do what; `defaultRoles` when absent. */
  readonly roles?: RolePolicy | undefined
  /** How long before its time an occurrence of a series is prepared and placed in the calendar; 7 days when absent. */
  readonly placeAheadMs?: number | undefined
  /** `false` switches the plugin off without taking it out of the list. */
  readonly enabled?: boolean | undefined
}

/** Options with everything filled in. */
export interface ReadyOptions {
  readonly timeZone: string
  readonly late: { readonly policy: LatePolicy; readonly graceMs: number }
  readonly spacingMs: number
  /** The least time between two posts of a channel. */
  readonly minGapMsOf: (channel: string) => number
  readonly sweepEveryMs: number
  readonly placeAheadMs: number
  readonly work: boolean
  readonly approval: 'required' | 'optional'
  readonly approvalsNeeded: number
  readonly approvalDueMs: number
  readonly roles: RolePolicy
  readonly enabled: boolean
}

const milliseconds = z.int().check(z.nonnegative())

const latePolicy = z.enum(['publish-within', 'skip', 'ask'])

/** How late one post may be. */
export const lateSchema = z.strictObject({
  policy: latePolicy,
  graceMs: z.optional(milliseconds),
})

/** An IANA name. */
export const timeZoneSchema = z.string().check(z.refine(isTimeZone, 'must be an IANA time zone such as Europe/Rome'))

const schema = z.strictObject({
  timeZone: z.optional(timeZoneSchema),
  late: z.optional(
    z.strictObject({
      policy: z.optional(latePolicy),
      graceMs: z.optional(milliseconds),
      spacingMs: z.optional(milliseconds),
    }),
  ),
  spacing: z.optional(
    z.strictObject({
      minGapMs: z.optional(milliseconds),
      perChannel: z.optional(z.record(z.string(), milliseconds)),
    }),
  ),
  work: z.optional(z.boolean()),
  approval: z.optional(z.enum(['required', 'optional'])),
  approvalsNeeded: z.optional(z.int().check(z.gte(1), z.lte(100))),
  approvalDueMs: z.optional(milliseconds),
  roles: z.optional(z.custom<RolePolicy>(isPolicy, 'must be a policy: { may(person, action, post) }')),
  sweepEveryMs: z.optional(z.int().check(z.gte(10))),
  placeAheadMs: z.optional(z.int().check(z.gte(60_000), z.lte(366 * 24 * 60 * 60_000))),
  enabled: z.optional(z.boolean()),
})

function isPolicy(value: unknown): boolean {
  return typeof (value as Partial<RolePolicy> | null)?.may === 'function'
}

const dayMs = 24 * 60 * 60_000

/** 15 minutes: late enough for a restart, early enough for "good morning". */
export const defaultGraceMs = 15 * 60_000

const defaultSpacingMs = 10_000

const defaultPlaceAheadMs = 7 * 24 * 60 * 60_000

/** @throws InvalidInputError `invalid-options` */
export function readOptions(options: SchedulerOptions): ReadyOptions {
  const {
    timeZone = 'UTC',
    late = {},
    spacing = {},
    sweepEveryMs = 15_000,
    placeAheadMs = defaultPlaceAheadMs,
    work = true,
    approval = 'optional',
    approvalsNeeded = 1,
    approvalDueMs = dayMs,
    roles = defaultRoles,
    enabled = true,
  } = parseOptions(schema, options, 'scheduler')
  return {
    timeZone,
    late: { policy: late.policy ?? 'publish-within', graceMs: late.graceMs ?? defaultGraceMs },
    spacingMs: late.spacingMs ?? defaultSpacingMs,
    minGapMsOf: (channel) => {
      const { perChannel = {}, minGapMs = 0 } = spacing
      return (Object.hasOwn(perChannel, channel) ? perChannel[channel] : undefined) ?? minGapMs
    },
    sweepEveryMs,
    placeAheadMs,
    work,
    approval,
    approvalsNeeded,
    approvalDueMs,
    roles,
    enabled,
  }
}
