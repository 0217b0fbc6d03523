import { asNumber, asObject, requireArray } from '@tutti/adapter-kit'
import {
  type MetricName,
  type MetricSample,
  type MissingReason,
  type OperationContext,
  type OperationVocabulary,
  type PostRef,
  RejectedError,
} from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'

const sources = {
  reactions: 'favourites_count',
  reposts: 'reblogs_count',
  replies: 'replies_count',
  quotes: 'quotes_count',
} as const satisfies Partial<Record<MetricName, string>>

/** `GET /api/v1/statuses` takes 20 ids (`DEFAULT_STATUSES_LIMIT` of mastodon/mastodon, read 2026-11-22). */
const maxIds = 20

/** Mastodon 4.3.0, the first version with `GET /api/v1/statuses`, is API version 2. */
const manyAtOnceSinceApiVersion = 2

type Found = Readonly<Record<string, unknown>> | MissingReason

/** Counts of many posts, now. A post that is gone, or hidden from this account, yields `missing` samples. */
export const fetchPostMetrics: OperationVocabulary['fetchPostMetrics'] = async ({ posts }, context) => {
  const { software, apiVersion } = await accountFacts(context)
  const manyAtOnce = software === 'mastodon' && (apiVersion ?? 0) >= manyAtOnceSinceApiVersion
  const samples: MetricSample[] = []
  const step = manyAtOnce ? maxIds : 1
  for (let index = 0; index < posts.length; index += step) {
    const some = posts.slice(index, index + step)
    const found = manyAtOnce ? await fetchMany(some, context) : await fetchOne(some, context)
    const nowMs = context.clock.now()
    for (const post of some) samples.push(...samplesOf(post, found.get(post.id) ?? 'subject-gone', nowMs))
  }
  return { samples, warnings: [] }
}

/** Statuses that are not in the answer are gone. */
async function fetchMany(posts: readonly PostRef[], { http }: OperationContext): Promise<Map<string, Found>> {
  const answer = await http.request({
    method: 'GET',
    url: '/api/v1/statuses',
    query: { 'id[]': posts.map(({ id }) => id) },
    bucket: 'requests',
  })
  const found = new Map<string, Found>()
  for (const item of requireArray(answer.body, 'statuses')) {
    const status = asObject(item)
    if (typeof status?.id === 'string') found.set(status.id, status)
  }
  return found
}

async function fetchOne(posts: readonly PostRef[], { http }: OperationContext): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  for (const { id } of posts) {
    try {
      const url = `/api/v1/statuses/${encodeURIComponent(id)}`
      const answer = await http.request({ method: 'GET', url, bucket: 'requests' })
      found.set(id, asObject(answer.body) ?? 'not-answered')
    } catch (error) {
      // 403 is about the token; a post that may not be seen is a 404 like one that is gone.
      if (!RejectedError.isInstance(error) || (error.code !== 'not-found' && error.code !== 'gone')) throw error
      found.set(id, 'subject-gone')
    }
  }
  return found
}

function samplesOf(post: PostRef, found: Found, nowMs: number): MetricSample[] {
  return (Object.keys(sources) as (keyof typeof sources)[]).map((metric) => {
    const sample = {
      metric,
      unit: 'count',
      subject: post,
      window: { kind: 'lifetime' },
      measuredAt: nowMs,
      fetchedAt: nowMs,
      source: sources[metric],
    } as const
    if (typeof found === 'string') return { ...sample, missing: found }
    const value = asNumber(found[sources[metric]])
    return value === undefined ? { ...sample, missing: 'not-offered' } : { ...sample, value }
  })
}
