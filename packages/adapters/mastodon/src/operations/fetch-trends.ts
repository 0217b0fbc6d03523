import { asArray, asObject, asString } from '@tutti/adapter-kit'
import type { OperationVocabulary, Trend } from '@tutti/model'
import { requestOffered } from '../api/offered.ts'
import { offsetRequest } from '../api/offsets.ts'
import { readItems } from '../api/pages.ts'
import { readUrl } from '../read/values.ts'

/** https://docs.joinmastodon.org/methods/trends/#tags, read 2026-11-25. */
const maxPageSize = 20

/** Lists the hashtags that many use there, as the server's administrators let them be shown. */
export const fetchTrends: OperationVocabulary['fetchTrends'] = async (input, context) => {
  const { query, next } = offsetRequest(input, maxPageSize)
  const answer = await requestOffered('fetchTrends', context, {
    method: 'GET',
    url: '/api/v1/trends/tags',
    query,
    bucket: 'requests',
  })
  const { items, warnings } = readItems(answer.body, 'tags', readTrend)
  return { items, warnings, ...next(items.length + warnings.length) }
}

/** Reads a Tag. Its history has a day's posts in each entry, a week at most: together they are the count. */
function readTrend(value: unknown): Trend | undefined {
  const tag = asObject(value)
  const name = asString(tag?.name)
  if (!tag || !name) return undefined
  const uses = asArray(tag.history).map((day) => Number(asString(asObject(day)?.uses) ?? Number.NaN))
  const postCount = uses.reduce((sum, count) => sum + count, 0)
  return {
    name,
    url: readUrl(tag.url),
    postCount: uses.length > 0 && Number.isFinite(postCount) ? postCount : undefined,
    raw: value,
  }
}
