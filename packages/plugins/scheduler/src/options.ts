import { parseOptions } from '@tutti/core'
import * as z from 'zod/mini'
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
  /** For all posts that say nothing else; `publish-within` 15 minutes when absent. */
  readonly late?: { readonly policy: LatePolicy; readonly graceMs?: number | undefined } | undefined
  /** How often the store is searched for due posts that no wake-up announced; 15 s when absent. */
  readonly sweepEveryMs?: number | undefined
  /** `false` switches the plugin off without taking it out of the list. */
  readonly enabled?: boolean | undefined
}

/** Options with everything filled in. */
export interface ReadyOptions {
  readonly timeZone: string
  readonly late: { readonly policy: LatePolicy; readonly graceMs: number }
  readonly sweepEveryMs: number
  readonly enabled: boolean
}

const milliseconds = z.int().check(z.nonnegative())

/** How late a post may be: also checked where one post says it. */
export const lateSchema = z.strictObject({
  policy: z.enum(['publish-within', 'skip', 'ask']),
  graceMs: z.optional(milliseconds),
})

const schema = z.strictObject({
  timeZone: z.optional(z.string().check(z.refine(isTimeZone, 'must be an IANA time zone such as Europe/Rome'))),
  late: z.optional(lateSchema),
  sweepEveryMs: z.optional(z.int().check(z.gte(10))),
  enabled: z.optional(z.boolean()),
})

/** 15 minutes: late enough for a restart, early enough for "good morning". */
export const defaultGraceMs = 15 * 60_000

/** @throws InvalidInputError `invalid-options` */
export function readOptions(options: SchedulerOptions): ReadyOptions {
  const { timeZone = 'UTC', late, sweepEveryMs = 15_000, enabled = true } = parseOptions(schema, options, 'scheduler')
  return {
    timeZone,
    late: { policy: late?.policy ?? 'publish-within', graceMs: late?.graceMs ?? defaultGraceMs },
    sweepEveryMs,
    enabled,
  }
}
