import type { MetricName, MissingReason } from '@tutti/model'
import type { MetricSeries, Records, ReportedPost } from './records.ts'

/** One metric of one post, as far as the report's time goes. */
export interface ReportedMetric extends MetricSeries {
  /** The newest number, if the newest sample has one. */
  readonly latest: number | undefined
  /** Why there is no newest number. */
  readonly missing: MissingReason | undefined
  /** The newest number less the oldest; absent with fewer than two numbers. */
  readonly change: number | undefined
}

/** One post with its metrics. */
export interface ReportedPostMetrics {
  readonly post: ReportedPost
  readonly metrics: readonly ReportedMetric[]
}

/** Everything a report shows. */
export interface ReportData {
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** The metrics that occur, in the catalogue's order. */
  readonly metricNames: readonly MetricName[]
  /** By channel, then by time of publishing, then by place in the thread. */
  readonly posts: readonly ReportedPostMetrics[]
}

const metricOrder: readonly MetricName[] = [
  'reactions',
  'reposts',
  'replies',
  'quotes',
  'bookmarks',
  'views',
  'followers',
  'following',
  'posts',
]

function summarise(series: MetricSeries): ReportedMetric {
  const newest = series.samples.at(-1)
  const numbers = series.samples.map(({ value }) => value).filter((value) => value !== undefined)
  const [oldest] = numbers
  const last = numbers.at(-1)
  const change = numbers.length > 1 && oldest !== undefined && last !== undefined ? last - oldest : undefined
  return { ...series, latest: newest?.value, missing: newest?.missing, change }
}

/** Gathers what was collected between two instants. */
export async function gatherReport(
  records: Records,
  input: { readonly from?: number | undefined; readonly to?: number | undefined; readonly now: number },
): Promise<ReportData> {
  const posts: ReportedPostMetrics[] = []
  for await (const post of records.posts()) {
    const series = await records.seriesOf(post.channel, post.ref.id, input.from, input.to)
    if (series.length > 0) posts.push({ post, metrics: series.map(summarise) })
  }
  const present = new Set(posts.flatMap(({ metrics }) => metrics.map(({ metric }) => metric)))
  posts.sort(
    ({ post: one }, { post: other }) =>
      one.channel.localeCompare(other.channel) ||
      (one.publishedAt ?? 0) - (other.publishedAt ?? 0) ||
      (one.part ?? 0) - (other.part ?? 0),
  )
  return {
    createdAt: input.now,
    from: input.from,
    to: input.to,
    metricNames: metricOrder.filter((metric) => present.has(metric)),
    posts,
  }
}
