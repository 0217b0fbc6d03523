import { parseOptions } from '@tutti/core'
import * as z from 'zod/mini'
import { nameSchema } from '../calendar/inputs.ts'
import { scheduleStates } from '../calendar/schedule-record.ts'

const format = z.enum(['csv', 'json', 'ics'])
const importSchema = z.strictObject({
  format,
  dryRun: z.optional(z.boolean()),
  id: z.optional(nameSchema),
  as: z.optional(z.enum(['scheduled', 'draft'])),
  trustMedia: z.optional(z.boolean()),
  by: z.optional(nameSchema),
  signal: z.optional(z.instanceof(AbortSignal)),
})
const exportSchema = z.strictObject({
  format,
  from: z.optional(z.number()),
  to: z.optional(z.number()),
  states: z.optional(z.array(z.enum(scheduleStates))),
  channel: z.optional(nameSchema),
  campaign: z.optional(nameSchema),
})

/** @throws InvalidInputError `invalid-input` */
export const readImportOptions = (options: unknown) => parseOptions(importSchema, options, 'import', 'invalid-input')

/** @throws InvalidInputError `invalid-input` */
export const readExportOptions = (options: unknown) => parseOptions(exportSchema, options, 'export', 'invalid-input')
