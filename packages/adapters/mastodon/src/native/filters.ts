import { parseOptions } from '@tutti/adapter-kit'
import { type Acknowledged, type Operation, type Page, PlatformError } from '@tutti/model'
import * as z from 'zod/mini'
import { requestOffered } from '../api/offered.ts'
import { readItems } from '../api/pages.ts'
import {
  filterActions,
  filterContexts,
  type MastodonFilter,
  type MastodonFilterAction,
  type MastodonFilterContext,
  readFilter,
} from './filter.ts'

/** Input of `createFilter`. */
export interface NewMastodonFilter {
  readonly title: string
  readonly contexts: readonly MastodonFilterContext[]
  readonly action: MastodonFilterAction
  readonly keywords: readonly { readonly keyword: string; readonly wholeWord?: boolean | undefined }[]
  /** Never ends when absent. */
  readonly expiresInMs?: number | undefined
}

const newFilterSchema = z.strictObject({
  title: z.string().check(z.minLength(1)),
  contexts: z.array(z.enum(filterContexts)).check(z.minLength(1)),
  action: z.enum(filterActions),
  keywords: z
    .array(z.strictObject({ keyword: z.string().check(z.minLength(1)), wholeWord: z.optional(z.boolean()) }))
    .check(z.minLength(1)),
  expiresInMs: z.optional(z.number().check(z.positive())),
})

/** Lists all filters of the account. */
export const listFilters: Operation<Record<never, never>, Page<MastodonFilter>> = async (_input, context) => {
  const answer = await requestOffered('native.listFilters', context, {
    method: 'GET',
    url: '/api/v2/filters',
    bucket: 'requests',
  })
  return readItems(answer.body, 'filters', readFilter)
}

/**
 * Makes a filter. Twice the same makes two: look at `listFilters` before you repeat one whose answer was lost.
 * @throws InvalidInputError `invalid-input` with the place
 */
export const createFilter: Operation<NewMastodonFilter, MastodonFilter> = async (input, context) => {
  const parsed = parseOptions(newFilterSchema, input, 'native.createFilter', 'invalid-input')
  const { title, contexts, action, keywords, expiresInMs } = parsed
  const answer = await requestOffered('native.createFilter', context, {
    method: 'POST',
    url: '/api/v2/filters',
    json: {
      title,
      context: contexts,
      filter_action: action,
      expires_in: expiresInMs === undefined ? undefined : Math.ceil(expiresInMs / 1000),
      keywords_attributes: keywords.map(({ keyword, wholeWord = false }) => ({ keyword, whole_word: wholeWord })),
    },
    bucket: 'requests',
  })
  const filter = readFilter(answer.body)
  if (filter) return filter
  throw new PlatformError({ code: 'malformed-answer', message: 'the answer is no filter', outcome: 'unknown' })
}

/** Deletes a filter. One that is gone is no error. */
export const deleteFilter: Operation<{ readonly id: string }, Acknowledged> = async ({ id }, { http }) => {
  const answer = await http.request({
    method: 'DELETE',
    url: `/api/v2/filters/${encodeURIComponent(id)}`,
    bucket: 'requests',
    acceptStatus: [404],
  })
  return { warnings: [], raw: answer.body }
}
