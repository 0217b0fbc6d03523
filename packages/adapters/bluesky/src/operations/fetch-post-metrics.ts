import { asArray, asNumber, asString } from '@tutti/adapter-kit'
import type { MetricName, MetricSample, MissingReason, OperationContext, PostRef } from '@tutti/model'
import { ownDid } from '../protocol/own-did.ts'
import { getRecord } from '../protocol/records.ts'
import { requirePostUri } from '../protocol/resolve-refs.ts'
import { query } from '../protocol/xrpc.ts'
import { membersOf, type Raw } from '../read/members-of.ts'

/** `getPosts` takes so many (recorded: 26 are refused). */
const maxUris = 25

const sources = {
  reactions: 'likeCount',
  reposts: 'repostCount',
  replies: 'replyCount',
  quotes: 'quoteCount',
  bookmarks: 'bookmarkCount',
} as const satisfies Partial<Record<MetricName, string>>

const metrics = Object.keys(sources) as readonly (keyof typeof sources)[]

/**
 * The public counters of many posts, 25 a request. The AppView counts when it is asked, and lacks the last seconds.
 * A post that is not shown has `missing` samples: `subject-gone`, or `subject-unseen` while the AppView does not know it yet.
 * @throws InvalidInputError `invalid-input` when a ref names no post
 */
export async function fetchPostMetrics(
  { posts }: { readonly posts: readonly PostRef[] },
  context: OperationContext,
): Promise<{ readonly samples: readonly MetricSample[]; readonly warnings: readonly [] }> {
  for (const [index, post] of posts.entries()) requirePostUri(post, `posts[${index}]`)
  const samples: MetricSample[] = []
  for (let start = 0; start < posts.length; start += maxUris) {
    const batch = posts.slice(start, start + maxUris)
    const views = await readViews(batch, context)
    const fetchedAt = context.clock.now()
    for (const post of batch) {
      const view = views.get(post.id)
      const reason = view ? 'not-answered' : await whyMissing(post, context)
      for (const metric of metrics) samples.push(makeSample(metric, post, fetchedAt, view, reason))
    }
  }
  return { samples, warnings: [] }
}

async function readViews(posts: readonly PostRef[], context: OperationContext): Promise<ReadonlyMap<string, Raw>> {
  const uris = [...new Set(posts.map((post) => post.id))]
  const answer = await query(context, 'app.bsky.feed.getPosts', { uris })
  const views = asArray(membersOf(answer.body).posts).map(membersOf)
  return new Map(views.map((view) => [asString(view.uri) ?? '', view]))
}

/** The AppView leaves out what is gone, and what it has not seen yet. The account's server knows its own. */
async function whyMissing(post: PostRef, context: OperationContext): Promise<MissingReason> {
  const { did } = requirePostUri(post, 'posts')
  const isThere = did === (await ownDid(context)) && (await getRecord(context, post.id)) !== undefined
  return isThere ? 'subject-unseen' : 'subject-gone'
}

function makeSample(
  metric: keyof typeof sources,
  subject: PostRef,
  fetchedAt: number,
  view: Raw | undefined,
  reason: MissingReason,
): MetricSample {
  const source = sources[metric]
  const value = asNumber(view?.[source])
  const measured = value === undefined ? { missing: reason } : { value }
  return {
    metric,
    unit: 'count',
    subject,
    window: { kind: 'lifetime' },
    measuredAt: fetchedAt,
    fetchedAt,
    source,
    ...measured,
  }
}
