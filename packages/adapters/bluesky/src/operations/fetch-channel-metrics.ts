import { asNumber } from '@tutti/adapter-kit'
import type { MetricName, MetricSample, OperationContext } from '@tutti/model'
import { ownDid } from '../protocol/own-did.ts'
import { query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'
import { profileRef } from '../read/ref.ts'

const sources = {
  followers: 'followersCount',
  following: 'followsCount',
  posts: 'postsCount',
} as const satisfies Partial<Record<MetricName, string>>

/** The public counters of the account itself. The AppView may lack the last seconds. */
export async function fetchChannelMetrics(_input: Record<never, never>, context: OperationContext) {
  const did = await ownDid(context)
  const answer = await query(context, 'app.bsky.actor.getProfile', { actor: did })
  const fetchedAt = context.clock.now()
  const profile = membersOf(answer.body)
  const samples = Object.entries(sources).map(([metric, source]): MetricSample => {
    const value = asNumber(profile[source])
    return {
      metric: metric as keyof typeof sources,
      unit: 'count',
      subject: profileRef(did, context),
      window: { kind: 'lifetime' },
      measuredAt: fetchedAt,
      fetchedAt,
      source,
      ...(value === undefined ? { missing: 'not-answered' } : { value }),
    }
  })
  return { samples, warnings: [] } as const
}
