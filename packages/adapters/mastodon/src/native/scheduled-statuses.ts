import { asInstantMs, asObject, asString, parseOptions } from '@tutti/adapter-kit'
import {
  type Acknowledged,
  InvalidInputError,
  type Operation,
  type Page,
  type PageInput,
  PlatformError,
  type PostRef,
  type PreparedPart,
  type PublishedMedia,
  type RawEnum,
  type StagedPost,
  type Visibility,
} from '@tutti/model'
import * as z from 'zod/mini'
import { requestOffered } from '../api/offered.ts'
import { pageRequest, readPage } from '../api/pages.ts'
import { quoteBody } from '../api/quote-body.ts'
import { newStatus } from '../api/status-body.ts'
import { checkProcessing } from '../operations/check-processing.ts'
import { stagePost } from '../operations/stage-post.ts'
import { readMedia, readVisibility } from '../read/status.ts'

/** https://docs.joinmastodon.org/methods/scheduled_statuses/#get, read 2026-11-25. */
const maxPageSize = 40

/** A post that the server will publish by itself. Nobody sees it before. */
export interface MastodonScheduledStatus {
  readonly id: string
  /** Epoch milliseconds at which the server publishes it. */
  readonly at: number
  readonly text: string
  readonly visibility?: RawEnum<Visibility> | undefined
  readonly contentWarning?: string | undefined
  readonly media: readonly PublishedMedia[]
  /** The platform's answer, untouched. */
  readonly raw: unknown
}

/** Input of `scheduleStatus`. */
export interface ScheduleStatusInput {
  /** One part of what `tutti.prepare` gave for this channel: measured and checked. */
  readonly part: PreparedPart
  /** Epoch milliseconds, five minutes ahead at least. */
  readonly at: number
  /** The same for every repeat: Mastodon then schedules once, others don't look at it. */
  readonly key: string
  readonly replyTo?: PostRef | undefined
  /** What `stageMedia` answered: needed where the part has media. */
  readonly staged?: StagedPost | undefined
}

const scheduleSchema = z.object({
  part: z.looseObject({ text: z.string(), media: z.array(z.unknown()), platformOptions: z.looseObject({}) }),
  at: z.number().check(z.positive()),
  key: z.string().check(z.minLength(1)),
})

/** Uploads the media of a part, for `scheduleStatus`. Good for 23 hours. */
export const stageMedia: Operation<{ readonly part: PreparedPart }, StagedPost> = ({ part }, context) =>
  stagePost({ part, key: '', createdAt: context.clock.now() }, context)

/**
 * Leaves a post with the server, which publishes it by itself at its time.
 * @throws InvalidInputError `invalid-input` with the place
 * @throws RateLimitError `rate-limited` while the server still works on a video: call again with the same `staged`
 */
export const scheduleStatus: Operation<ScheduleStatusInput, MastodonScheduledStatus> = async (input, context) => {
  parseOptions(scheduleSchema, input, 'native.scheduleStatus', 'invalid-input')
  const { part, at, key, replyTo, staged = { facts: {} } } = input
  if (part.media.length > 0 && input.staged === undefined) throw notStaged()
  await checkProcessing(staged, context)
  const quote = await quoteBody(part.quote, context)
  const answer = await context.http.request({
    method: 'POST',
    url: '/api/v1/statuses',
    headers: { 'idempotency-key': key },
    json: { ...newStatus(part, staged, { parentId: replyTo?.id, quote }), scheduled_at: new Date(at).toISOString() },
    bucket: 'requests',
    commit: true,
  })
  const scheduled = readScheduledStatus(answer.body)
  if (scheduled) return scheduled
  throw new PlatformError({
    code: 'malformed-answer',
    message: 'the answer is no scheduled status: the server may have published the post at once',
    outcome: 'unknown',
  })
}

function notStaged(): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-input',
    message: 'native.scheduleStatus: the media of the part are not uploaded',
    path: 'staged',
    advice: 'Call native.stageMedia({ part }) first, and hand its answer over as staged.',
  })
}

/** Lists what waits to be published. */
export const listScheduledStatuses: Operation<PageInput, Page<MastodonScheduledStatus>> = async (input, context) => {
  const answer = await requestOffered('native.listScheduledStatuses', context, {
    method: 'GET',
    url: '/api/v1/scheduled_statuses',
    ...pageRequest(input, maxPageSize),
  })
  return readPage(answer, 'scheduled_statuses', readScheduledStatus)
}

/** Takes a scheduled post back. `already-gone`: it was published, or cancelled before. */
export const cancelScheduledStatus: Operation<
  { readonly id: string },
  Acknowledged & { readonly state: 'cancelled' | 'already-gone' }
> = async ({ id }, { http }) => {
  const answer = await http.request({
    method: 'DELETE',
    url: `/api/v1/scheduled_statuses/${encodeURIComponent(id)}`,
    bucket: 'requests',
    acceptStatus: [404],
  })
  return { state: answer.status === 404 ? 'already-gone' : 'cancelled', warnings: [], raw: answer.body }
}

/** Reads a ScheduledStatus; `undefined` when there is none to read. */
export function readScheduledStatus(value: unknown): MastodonScheduledStatus | undefined {
  const scheduled = asObject(value)
  const id = asString(scheduled?.id)
  const at = asInstantMs(scheduled?.scheduled_at)
  if (!scheduled || !id || at === undefined) return undefined
  const parameters = asObject(scheduled.params)
  return {
    id,
    at,
    text: asString(parameters?.text) ?? '',
    visibility: readVisibility(parameters?.visibility),
    contentWarning: asString(parameters?.spoiler_text) || undefined,
    media: readMedia(scheduled.media_attachments),
    raw: value,
  }
}
