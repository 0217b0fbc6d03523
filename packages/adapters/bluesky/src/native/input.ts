import { parseOptions } from '@tutti/adapter-kit'
import type { PostRef } from '@tutti/model'
import * as z from 'zod/mini'

/** A ref to a post, as this channel has returned it. */
export const postRefInput = z.custom<PostRef>(
  (value) => {
    const ref = value as Partial<PostRef> | null
    return typeof ref === 'object' && ref?.v === 1 && ref.platform === 'bluesky' && typeof ref.id === 'string'
  },
  { error: 'must be a ref to a post of bluesky' },
)

/** Members of every list's input. */
export const pageInput = { cursor: z.optional(z.string()), limit: z.optional(z.number().check(z.positive())) }

/** What core does for operations of the vocabulary: checks an input. @throws InvalidInputError `invalid-input` */
export function parseInput<T>(schema: Parameters<typeof parseOptions<T>>[0], value: unknown, operation: string): T {
  return parseOptions(schema, value, operation, 'invalid-input')
}
