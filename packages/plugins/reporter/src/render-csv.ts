import { csvCell } from './inert.ts'
import type { ReportData } from './report-data.ts'

const columns = [
  'channel',
  'platform',
  'post',
  'url',
  'text',
  'metric',
  'unit',
  'value',
  'missing',
  'window',
  'measured_at',
  'fetched_at',
  'source',
] as const

/** Writes every sample of a report as CSV: one row each, an empty value with its reason where a number is missing. */
export function renderCsv(report: ReportData): string {
  const rows = report.posts.flatMap(({ post, metrics }) =>
    metrics.flatMap(({ samples }) =>
      samples.map((sample) => [
        post.channel,
        post.platform,
        post.ref.id,
        post.ref.url,
        post.text,
        sample.metric,
        sample.unit,
        sample.value,
        sample.missing,
        sample.window.kind,
        new Date(sample.measuredAt).toISOString(),
        new Date(sample.fetchedAt).toISOString(),
        sample.source,
      ]),
    ),
  )
  return `${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}
