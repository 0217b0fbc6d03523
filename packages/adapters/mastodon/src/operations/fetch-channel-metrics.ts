import { asNumber, requireObject } from '@tutti/adapter-kit'
import type { MetricName, MetricSample, OperationVocabulary } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { profileRef } from '../read/refs.ts'

const sources = {
  followers: 'followers_count',
  following: 'following_count',
  posts: 'statuses_count',
} as const satisfies Partial<Record<MetricName, string>>

/** How many follow the account, are followed by it, and how many posts it has, now. */
export const fetchChannelMetrics: OperationVocabulary['fetchChannelMetrics'] = async (_input, context) => {
  const { accountId } = await accountFacts(context)
  const answer = await context.http.request({
    method: 'GET',
    url: '/api/v1/accounts/verify_credentials',
    bucket: 'requests',
  })
  const account = requireObject(answer.body, 'account')
  const nowMs = context.clock.now()
  const samples = (Object.keys(sources) as (keyof typeof sources)[]).map((metric): MetricSample => {
    const value = asNumber(account[sources[metric]])
    return {
      metric,
      unit: 'count',
      subject: profileRef(accountId),
      window: { kind: 'lifetime' },
      measuredAt: nowMs,
      fetchedAt: nowMs,
      source: sources[metric],
      ...(value === undefined ? { missing: 'not-answered' } : { value }),
    }
  })
  return { samples, warnings: [] }
}
