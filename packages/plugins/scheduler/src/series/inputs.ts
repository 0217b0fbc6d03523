import { parseOptions } from '@tutti/core'
import { InvalidInputError, type Post } from '@tutti/model'
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod/mini'
import { nameSchema } from '../calendar/inputs.ts'
import { plainPost } from '../calendar/plain-post.ts'
import { lateSchema, timeZoneSchema } from '../options.ts'
import type { SeriesChange, SeriesInput } from './series-api.ts'

const wallTime = z.string().check(z.refine(isWallTime, 'must be a wall time without a zone, such as 2026-12-01T09:00'))

// What a post may be is checked where it is prepared.
const post = z.custom<Post>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

const maxPosts = 1000

const shape = {
  post: z.optional(post),
  posts: z.optional(z.array(post).check(z.minLength(1), z.maxLength(maxPosts))),
  order: z.optional(z.enum(['in-turn', 'shuffle'])),
  timeZone: z.optional(timeZoneSchema),
  disambiguation: z.optional(z.enum(['compatible', 'earlier', 'later'])),
  until: z.optional(wallTime),
  exceptDates: z.optional(z.array(wallTime).check(z.maxLength(maxPosts))),
  late: z.optional(lateSchema),
  approval: z.optional(z.boolean()),
  by: z.optional(nameSchema),
}
const rule = z.string().check(z.minLength(1), z.maxLength(500))

const inputSchema = z.strictObject({
  ...shape,
  // The ids of its posts hold it and a wall time.
  id: z.optional(z.string().check(z.minLength(1), z.maxLength(400))),
  rule,
  start: wallTime,
})
const changeSchema = z.strictObject({ ...shape, rule: z.optional(rule), start: z.optional(wallTime) })
const rangeSchema = z.strictObject({ from: z.number(), to: z.number() })

/** @throws InvalidInputError `invalid-input` */
export function readSeriesInput(input: SeriesInput) {
  const read = parseOptions(inputSchema, input, 'series', 'invalid-input')
  return { ...read, posts: readPosts(read) ?? refuse('must have post or posts') }
}

/** @throws InvalidInputError `invalid-input` */
export function readSeriesChange(change: SeriesChange) {
  const { post: _one, posts: _several, ...read } = parseOptions(changeSchema, change, 'series', 'invalid-input')
  return { ...read, posts: readPosts(change) }
}

/** @throws InvalidInputError `invalid-input` */
export const readOccurrenceRange = (range: unknown) => parseOptions(rangeSchema, range, 'range', 'invalid-input')

function readPosts(content: Pick<SeriesChange, 'post' | 'posts'>): readonly Post[] | undefined {
  if (content.post && content.posts) return refuse('must have post or posts, not both')
  const posts = content.post ? [content.post] : content.posts
  return posts?.map((one, index) => {
    const { id: _id, ...rest } =
      plainPost(one) ?? refuse('must be plain data: Blobs and streams can not be kept', index)
    return rest
  })
}

function isWallTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return false
  try {
    Temporal.PlainDateTime.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

function refuse(why: string, index?: number): never {
  const path = index === undefined ? 'series' : `series.posts[${index}]`
  throw new InvalidInputError({ code: 'invalid-input', message: `${path}: ${why}`, path })
}
