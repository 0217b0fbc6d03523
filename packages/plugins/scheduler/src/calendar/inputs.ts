import { parseOptions } from '@tutti/core'
import { InvalidInputError } from '@tutti/model'
import * as z from 'zod/mini'
import { lateSchema, timeZoneSchema } from '../options.ts'
import { type ScheduleState, scheduleStates } from './schedule-record.ts'

/** An id, or a name of a person, channel or campaign, that the app gives. */
export const nameSchema = z.string().check(z.minLength(1), z.maxLength(500))

const timeShape = {
  at: z.string().check(z.maxLength(100)),
  disambiguation: z.optional(z.enum(['compatible', 'earlier', 'later', 'reject'])),
  by: z.optional(nameSchema),
}

const scheduleSchema = z.strictObject({ ...timeShape, late: z.optional(lateSchema) })
const timeSchema = z.strictObject(timeShape)
const decisionSchema = z.strictObject({ by: z.optional(nameSchema) })
const originKind = z.enum(['series', 'slot', 'import', 'requeue'])
const filterSchema = z.strictObject({
  states: z.optional(z.array(z.enum(scheduleStates))),
  channel: z.optional(nameSchema),
  campaign: z.optional(nameSchema),
  origin: z.optional(z.union([originKind, z.strictObject({ kind: originKind, id: nameSchema })])),
  from: z.optional(z.number()),
  to: z.optional(z.number()),
})

/** @throws InvalidInputError `invalid-input` */
export const readScheduleInput = (input: unknown) => parseOptions(scheduleSchema, input, 'schedule', 'invalid-input')

/** @throws InvalidInputError `invalid-input` */
export const readTimeInput = (input: unknown) => parseOptions(timeSchema, input, 'reschedule', 'invalid-input')

/** @throws InvalidInputError `invalid-input` */
export const readDecision = (input: unknown) => parseOptions(decisionSchema, input, 'input', 'invalid-input')

/** @throws InvalidInputError `invalid-input` */
export const readFilter = (filter: unknown) => parseOptions(filterSchema, filter, 'filter', 'invalid-input')

const rangeShape = {
  from: z.number(),
  to: z.number(),
  timeZone: z.optional(timeZoneSchema),
}
const rangeSchema = z.strictObject(rangeShape)
const previewSchema = z.strictObject({
  ...rangeShape,
  channel: z.optional(nameSchema),
  campaign: z.optional(nameSchema),
})

/** @throws InvalidInputError `invalid-input` */
export const readRange = (range: unknown) => parseOptions(rangeSchema, range, 'range', 'invalid-input')

/** @throws InvalidInputError `invalid-input` */
export const readPreviewRange = (range: unknown) => parseOptions(previewSchema, range, 'range', 'invalid-input')

/** Refuses to publish what nobody approved. @throws InvalidInputError `invalid-input` for what was never approved */
export function refuseUnapproved(id: string, { unapproved }: { readonly unapproved?: boolean | undefined }): void {
  if (!unapproved) return
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `the post "${id}" was never approved`,
    path: 'id',
    advice: 'Give it another time: then it is a draft again, and can be approved.',
  })
}

/** States in which a post has not begun to fire and can still be taken out. */
export const cancellableStates: readonly ScheduleState[] = [
  'draft',
  'submitted',
  'rejected',
  'approved',
  'scheduled',
  'missed',
  'waiting',
]
