import { parseOptions } from '@tutti/core'
import {
  afterPublish,
  definePlugin,
  type MetricName,
  type MetricSample,
  type PluginHost,
  type PostRef,
  pluginRef,
} from '@tutti/model'
import * as z from 'zod/mini'
import { type Collected, type CollectInput, collect } from './collect.ts'
import { createRecords, type Records } from './records.ts'
import { renderCsv } from './render-csv.ts'
import { renderMarkdown } from './render-markdown.ts'
import { gatherReport, type ReportData } from './report-data.ts'

/** Options of `reporter`. */
export interface ReporterOptions {
  /** `false` switches the plugin off without taking it out of the list. */
  readonly enabled?: boolean | undefined
}

/** What a report covers. */
export interface ReportInput {
  readonly title?: string | undefined
  /** Epoch milliseconds, inclusive. */
  readonly from?: number | undefined
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined
}

/** `tutti.reporter`. */
export interface ReporterApi {
  /** Measures posts now and keeps the numbers. Call it as often as the curve should have points. */
  collect(input?: CollectInput): Promise<Collected>
  /** One metric of one post over time, oldest first. */
  series(input: {
    readonly channel: string
    readonly post: PostRef
    readonly metric: MetricName
  }): Promise<readonly MetricSample[]>
  /** The numbers behind a report. */
  data(input?: ReportInput): Promise<ReportData>
  /** A table with the course of each number drawn in it. Missing is shown as missing. */
  markdown(input?: ReportInput): Promise<string>
  /** Every sample in a row of its own, for spreadsheets; texts can't become formulas. */
  csv(input?: ReportInput): Promise<string>
}

/** Names the plugin for plugins that depend on it. */
export const reporterRef = pluginRef<ReporterApi>()('reporter')

const schema = z.strictObject({ enabled: z.optional(z.boolean()) })
const instant = z.optional(z.number())
const reportSchema = z.strictObject({ title: z.optional(z.string()), from: instant, to: instant })

const refSchema = z.object({ id: z.string() })
const collectSchema = z.strictObject({
  posts: z.optional(z.array(z.strictObject({ channel: z.string(), ref: refSchema }))),
  channels: z.optional(z.array(z.string())),
  since: z.optional(z.number()),
  signal: z.optional(z.instanceof(AbortSignal)),
})
const seriesSchema = z.strictObject({ channel: z.string(), post: refSchema, metric: z.string() })

/** Remembers what was said, so that a report can name a post by its words. */
function rememberPosts(host: PluginHost, records: Records): void {
  host.use(
    afterPublish.use(async ({ delivery, prepared }) => {
      for (const { ref, index } of delivery.parts) {
        if (!ref) continue
        const { channel, platform, labels, parts } = prepared
        const text = parts[index]?.text
        await records.savePost({ channel, platform, ref, text, labels, part: index, publishedAt: delivery.updatedAt })
      }
    }),
  )
}

function createApi(host: PluginHost, records: Records): ReporterApi {
  const gather = (input: ReportInput) => {
    const { from, to } = parseOptions(reportSchema, input, 'report', 'invalid-input')
    return gatherReport(records, { from, to, now: host.clock.now() })
  }
  return {
    async collect(input = {}) {
      parseOptions(collectSchema, input, 'collect', 'invalid-input')
      return collect(host, records, input)
    },
    async series(input) {
      parseOptions(seriesSchema, input, 'series', 'invalid-input')
      return records.readSeries(input.channel, input.post.id, input.metric)
    },
    data: (input = {}) => gather(input),
    markdown: async (input = {}) => renderMarkdown(await gather(input), input.title ?? 'Report'),
    csv: async (input = {}) => renderCsv(await gather(input)),
  }
}

/**
 * Measures published posts over time and reports them as Markdown, CSV or data.
 * @throws InvalidInputError `invalid-options`
 */
export function reporter(options: ReporterOptions = {}) {
  const { enabled = true } = parseOptions(schema, options, 'reporter')
  return definePlugin({
    ref: reporterRef,
    enabled,
    setup: (host) => {
      const records = createRecords(host.store)
      rememberPosts(host, records)
      return createApi(host, records)
    },
  })
}
