import type { Json, MetricName, MetricSample, PostLabels, PostRef, ScopedStore } from '@tutti/model'

const posts = 'posts'

/** A post as the reporter remembers it. */
export interface ReportedPost {
  readonly channel: string
  readonly platform: string
  readonly ref: PostRef
  /** The text that was sent; absent for posts that were published elsewhere. */
  readonly text?: string | undefined
  readonly labels?: PostLabels | undefined
  /** Its place in its thread, from 0; absent for posts that were published elsewhere. */
  readonly part?: number | undefined
  /** Epoch milliseconds, when known. */
  readonly publishedAt?: number | undefined
}

/** One metric of one post over time. */
export interface MetricSeries {
  readonly metric: MetricName
  /** Oldest first. */
  readonly samples: readonly MetricSample[]
}

const postKey = (channel: string, postId: string) => JSON.stringify([channel, postId])
const seriesKey = (channel: string, postId: string, metric: string) => JSON.stringify([channel, postId, metric])

/** Posts and their samples in the store. */
export function createRecords(store: ScopedStore) {
  const readSeries = async (name: string, from?: number, to?: number): Promise<readonly MetricSample[]> => {
    const samples: MetricSample[] = []
    const limit = 1000
    for (let start = from ?? 0; ; ) {
      const page = await store.samples.read(name, { from: start, to, limit })
      samples.push(...page.map(({ value }) => value as unknown as MetricSample))
      const last = page.at(-1)
      if (page.length < limit || !last) return samples
      start = last.at + 1
    }
  }
  return {
    async savePost(post: ReportedPost): Promise<void> {
      await store.documents.put(posts, postKey(post.channel, post.ref.id), post as unknown as Json, 'any')
    },

    /** Remembers a post that nothing is known of but its ref. */
    async savePostIfNew(post: ReportedPost): Promise<void> {
      if (!(await store.documents.get(posts, postKey(post.channel, post.ref.id)))) await this.savePost(post)
    },

    async *posts(): AsyncGenerator<ReportedPost> {
      let after: string | undefined
      for (;;) {
        const page = await store.documents.list(posts, { after, limit: 500 })
        for (const { value } of page) yield value as unknown as ReportedPost
        after = page.at(-1)?.id
        if (page.length < 500) return
      }
    },

    async saveSamples(channel: string, samples: readonly MetricSample[]): Promise<void> {
      for (const sample of samples) {
        const name = seriesKey(channel, sample.subject.id, sample.metric)
        await store.samples.append(name, [{ at: sample.fetchedAt, value: sample as unknown as Json }])
      }
    },

    readSeries: (channel: string, postId: string, metric: MetricName, from?: number, to?: number) =>
      readSeries(seriesKey(channel, postId, metric), from, to),

    /** Every metric of one post that has samples in the time asked for. */
    async seriesOf(channel: string, postId: string, from?: number, to?: number): Promise<readonly MetricSeries[]> {
      const prefix = `${postKey(channel, postId).slice(0, -1)},`
      const series: MetricSeries[] = []
      for (const name of await store.samples.listSeries(prefix)) {
        const samples = await readSeries(name, from, to)
        const [first] = samples
        if (first) series.push({ metric: first.metric, samples })
      }
      return series
    },
  }
}

/** What `createRecords` returns. */
export type Records = ReturnType<typeof createRecords>
