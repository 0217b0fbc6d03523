import type { MetricSample, PostRef } from '@tutti/model'
import { expect, test } from 'vitest'
import { renderCsv } from '../src/render-csv.ts'
import { renderMarkdown } from '../src/render-markdown.ts'
import type { ReportData } from '../src/report-data.ts'
import { sparkline } from '../src/sparkline.ts'
import { sumSamples } from '../src/sum-samples.ts'

const ref: PostRef = { v: 1, kind: 'post', platform: 'mastodon', id: '1', url: 'https://social.example/1' }

const sample = (value: number | undefined, change: Partial<MetricSample> = {}): MetricSample =>
  ({
    metric: 'reactions',
    unit: 'count',
    subject: ref,
    window: { kind: 'lifetime' },
    measuredAt: 0,
    fetchedAt: 0,
    source: 'favourites_count',
    ...(value === undefined ? { missing: 'subject-gone' } : { value }),
    ...change,
  }) as MetricSample

const report: ReportData = {
  createdAt: Date.UTC(2026, 10, 22),
  metricNames: ['reactions', 'replies'],
  posts: [
    {
      post: { channel: 'fedi', platform: 'mastodon', ref, text: '=Cake | now' },
      metrics: [
        {
          metric: 'reactions',
          samples: [sample(1), sample(undefined), sample(5)],
          latest: 5,
          missing: undefined,
          change: 4,
        },
        {
          metric: 'replies',
          samples: [sample(undefined)],
          latest: undefined,
          missing: 'subject-gone',
          change: undefined,
        },
      ],
    },
  ],
}

test('Markdown: the number, its change, its course; missing as missing with its reason', () => {
  const text = renderMarkdown(report, 'Week 47')
  expect(text).toContain('| fedi | [=Cake \\| now](<https://social.example/1>) | 5 (+4) ▁·█ | — (subject-gone) · |')
  expect(text).toContain('**— (subject-gone)**: the post is gone')
  expect(text).toContain('**reactions** (count): People who reacted')
})

test('Markdown: of a post that was just published it says to measure again', () => {
  const [post] = report.posts
  const metrics = [
    { metric: 'replies', samples: [], latest: undefined, missing: 'subject-unseen', change: undefined },
  ] as const
  const text = renderMarkdown({ ...report, posts: post ? [{ ...post, metrics }] : [] }, 'Week 47')
  expect(text).toContain('**— (subject-unseen)**: the platform does not show the post yet: measure again in a minute')
})

test('CSV: one row a sample, no zero for a missing number, no formula', () => {
  const rows = renderCsv(report).trimEnd().split('\r\n')
  expect(rows).toHaveLength(5)
  expect(rows[1]).toContain("fedi,mastodon,1,https://social.example/1,'=Cake | now,reactions,count,1,,lifetime,")
  expect(rows[2]).toContain(',reactions,count,,subject-gone,lifetime,')
})

test('a report without numbers says so', () => {
  expect(renderMarkdown({ createdAt: 0, metricNames: [], posts: [] }, 'Empty')).toContain('Nothing was measured yet.')
})

test('a course: lowest to highest, flat, missing, nothing', () => {
  expect(sparkline([0, 5, 10])).toBe('▁▅█')
  expect(sparkline([3, 3])).toBe('▁▁')
  expect(sparkline([undefined, 1])).toBe('·▁')
  expect(sparkline([])).toBe('')
  expect(sparkline(Array.from({ length: 100 }, (_, index) => index))).toHaveLength(24)
})

test('sums: comparable numbers only, missing ones counted, never as zero', () => {
  expect(sumSamples([sample(2), sample(3), sample(undefined)])).toEqual({ value: 5, missingCount: 1 })
  expect(sumSamples([])).toEqual({ value: 0, missingCount: 0 })
  for (const other of [
    sample(1, { metric: 'replies' }),
    sample(1, { unit: 'share' }),
    sample(1, { window: { kind: 'period', fromMs: 0, toMs: 1 } }),
  ]) {
    expect(() => sumSamples([sample(2), other])).toThrow(
      expect.objectContaining({ code: 'metrics-incompatible', path: 'samples[1]' }),
    )
  }
})
