import { parseOptions } from '@tutti/core'
import { InvalidInputError } from '@tutti/model'
import * as z from 'zod/mini'
import { nameSchema } from '../calendar/inputs.ts'
import { type ScheduleRecord, scheduleStates } from '../calendar/schedule-record.ts'
import type { ApprovalAction, Person, PolicySubject, RolePolicy } from './roles.ts'

const person = z.strictObject({ id: nameSchema, role: nameSchema })
const words = z.string().check(z.minLength(1), z.maxLength(10_000))

/** What each method takes. */
export const schemas = {
  draft: z.strictObject({
    by: person,
    at: z.optional(z.string().check(z.maxLength(100))),
    disambiguation: z.optional(z.enum(['compatible', 'earlier', 'later', 'reject'])),
  }),
  by: z.strictObject({ by: person }),
  approve: z.strictObject({ by: person, contentHash: z.optional(z.string()) }),
  reject: z.strictObject({ by: person, comment: words }),
  comment: z.strictObject({ by: person, text: words }),
  list: z.strictObject({ states: z.optional(z.array(z.enum(scheduleStates))) }),
  auditLog: z.strictObject({ id: z.optional(nameSchema), from: z.optional(z.number()), to: z.optional(z.number()) }),
}

/** @throws InvalidInputError `invalid-input` */
export function read<Schema extends z.ZodMiniType>(schema: Schema, input: unknown, place: string): z.output<Schema> {
  return parseOptions(schema, input, place, 'invalid-input')
}

/** What a policy may know of a record. */
export function subjectOf({ id, state, authors = [], campaign, preview }: ScheduleRecord): PolicySubject {
  return { id, state, authors, campaign, channels: Object.keys(preview.channels) }
}

/** @throws InvalidInputError `not-permitted` */
export function requirePermission(roles: RolePolicy, by: Person, action: ApprovalAction, subject: PolicySubject): void {
  if (roles.may(by, action, subject) === true) return
  const wrote = action === 'approve' && subject.authors.includes(by.id) ? ' what they wrote' : ''
  throw new InvalidInputError({
    code: 'not-permitted',
    message: `${by.id} (${by.role}) may not ${action}${wrote}`,
    path: 'by',
  })
}
