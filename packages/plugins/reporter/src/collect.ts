import {
  type Delivery,
  type MetricName,
  type MetricSample,
  type PluginHost,
  type PostRef,
  TuttiError,
  type UnknownChannel,
  type Warning,
} from '@tutti/model'
import type { Records } from './records.ts'

/** What to measure. */
export interface CollectInput {
  /** These posts; every published delivery when absent. */
  readonly posts?: readonly { readonly channel: string; readonly ref: PostRef }[] | undefined
  readonly channels?: readonly string[] | undefined
  /** Epoch milliseconds: leaves out deliveries that were made before. */
  readonly since?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was measured. */
export interface Collected {
  readonly samples: readonly MetricSample[]
  /** Channels that could not be measured, and what platforms remarked. */
  readonly warnings: readonly Warning[]
}

async function* publishedPosts(host: PluginHost, since: number): AsyncGenerator<{ channel: string; ref: PostRef }> {
  let after: string | undefined
  const limit = 200
  for (;;) {
    const page: readonly Delivery[] = await host.client.deliveries.list({ after, limit })
    for (const { channel, parts, createdAt } of page) {
      if (createdAt < since) continue
      for (const { ref } of parts) if (ref) yield { channel, ref }
    }
    const last = page.at(-1)
    if (page.length < limit || last?.postId === after) return
    after = last?.postId
  }
}

async function postsByChannel(host: PluginHost, input: CollectInput): Promise<Map<string, PostRef[]>> {
  const byChannel = new Map<string, PostRef[]>()
  for await (const { channel, ref } of input.posts ?? publishedPosts(host, input.since ?? 0)) {
    if (input.channels && !input.channels.includes(channel)) continue
    const refs = byChannel.get(channel) ?? []
    if (!refs.some(({ id }) => id === ref.id)) refs.push(ref)
    byChannel.set(channel, refs)
  }
  return byChannel
}

/** One `missing` sample for each of the usual counters: a hole in the curve is shown as one. */
function failedSamples(posts: readonly PostRef[], now: number): MetricSample[] {
  const metrics: readonly MetricName[] = ['reactions', 'reposts', 'replies']
  return posts.flatMap((subject) =>
    metrics.map(
      (metric): MetricSample => ({
        metric,
        unit: 'count',
        subject,
        window: { kind: 'lifetime' },
        measuredAt: now,
        fetchedAt: now,
        source: 'none',
        missing: 'failed',
      }),
    ),
  )
}

async function measure(
  channel: UnknownChannel,
  posts: readonly PostRef[],
  host: PluginHost,
  signal: AbortSignal | undefined,
): Promise<Collected> {
  if (!channel.supports('fetchPostMetrics')) {
    const message = `${channel.id}: ${channel.platform} tells no metrics of posts`
    return { samples: [], warnings: [{ code: 'unsupported-operation', message, path: channel.id }] }
  }
  try {
    return await channel.fetchPostMetrics({ posts }, { signal, priority: 'backfill' })
  } catch (error) {
    if (!TuttiError.isInstance(error) || error.code === 'aborted' || error.code === 'closed') throw error
    const message = `${channel.id}: ${error.message}`
    return {
      samples: failedSamples(posts, host.clock.now()),
      warnings: [{ code: error.code, message, path: channel.id }],
    }
  }
}

/** Measures posts and keeps the samples. One channel's failure throws away nothing of the others. */
export async function collect(host: PluginHost, records: Records, input: CollectInput): Promise<Collected> {
  const samples: MetricSample[] = []
  const warnings: Warning[] = []
  for (const [id, posts] of await postsByChannel(host, input)) {
    const channel = await host.client.openChannel(id)
    for (const ref of posts) await records.savePostIfNew({ channel: id, platform: channel.platform, ref })
    const measured = await measure(channel, posts, host, input.signal)
    await records.saveSamples(id, measured.samples)
    samples.push(...measured.samples)
    warnings.push(...measured.warnings)
  }
  return { samples, warnings }
}
