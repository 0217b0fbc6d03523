import { type MetricName, type MissingReason, metricCatalogue } from '@tutti/model'
import { markdownLink, markdownText } from './inert.ts'
import type { ReportData, ReportedMetric, ReportedPostMetrics } from './report-data.ts'
import { sparkline } from './sparkline.ts'

const maxLabelLength = 60

const missingWords: Readonly<Record<MissingReason, string>> = {
  'not-offered': 'the platform does not offer it',
  'not-answered': 'the platform did not answer it',
  'not-permitted': 'this account may not see it',
  'subject-unseen': 'the platform does not show the post yet: measure again in a minute',
  'subject-gone': 'the post is gone',
  failed: 'reading it failed',
}

/** Plain words for why a number is not there. */
export function explainMissing(reason: MissingReason): string {
  return missingWords[reason]
}

function label({ post }: ReportedPostMetrics): string {
  const text = [...(post.text ?? post.ref.url ?? post.ref.id).replace(/\s+/g, ' ').trim()]
  return text.length > maxLabelLength ? `${text.slice(0, maxLabelLength - 1).join('')}…` : text.join('')
}

function signed(change: number): string {
  return change > 0 ? `+${change}` : String(change)
}

function cell(metric: ReportedMetric | undefined, notes: Set<MissingReason>): string {
  if (!metric) return '—'
  const curve = sparkline(metric.samples.map(({ value }) => value))
  if (metric.latest === undefined) {
    if (metric.missing) notes.add(metric.missing)
    return `— (${metric.missing ?? 'not-answered'}) ${curve}`
  }
  const change = metric.change === undefined ? '' : ` (${signed(metric.change)})`
  return `${metric.latest}${change} ${curve}`
}

function row(entry: ReportedPostMetrics, names: readonly MetricName[], notes: Set<MissingReason>): string {
  const metrics = new Map(entry.metrics.map((metric) => [metric.metric, metric]))
  const cells = names.map((name) => cell(metrics.get(name), notes))
  return `| ${[markdownText(entry.post.channel), markdownLink(markdownText(label(entry)), entry.post.ref.url), ...cells].join(' | ')} |`
}

/** Draws a report as Markdown. Whatever a post's text contains, it is shown and not obeyed. */
export function renderMarkdown(report: ReportData, title: string): string {
  const { metricNames, posts } = report
  const notes = new Set<MissingReason>()
  const rows = posts.map((entry) => row(entry, metricNames, notes))
  const lines = [`# ${markdownText(title)}`, '', `As of ${new Date(report.createdAt).toISOString()}.`, '']
  if (posts.length === 0) return [...lines, 'Nothing was measured yet.', ''].join('\n')
  lines.push(
    `| channel | post | ${metricNames.join(' | ')} |`,
    `| --- | --- | ${metricNames.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
    'Each cell: the newest number, in brackets the change since the first, and its course over time (a dot where a number is missing).',
    '',
    ...metricNames.map((name) => `- **${name}** (${metricCatalogue[name].unit}): ${metricCatalogue[name].definition}`),
  )
  for (const reason of notes) lines.push(`- **— (${reason})**: ${explainMissing(reason)}`)
  return `${lines.join('\n')}\n`
}
