import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Delivery } from '@tutti/core'
import { sparkline } from '@tutti/reporter'
import type { DemoClient } from './client.ts'
import type { Narrator } from './narrator.ts'
import type { Platforms } from './platforms.ts'

/** Other people like the posts, a few more each time we look. */
function letPeopleReact(
  { bluesky, mastodon, flaky }: Platforms,
  deliveries: Readonly<Record<'sky' | 'fedi' | 'club', Delivery>>,
  round: number,
) {
  const { sky, fedi, club } = deliveries
  const [skyRef, fediRef, clubRef] = [sky, fedi, club].map(({ parts }) => parts[0]?.ref)
  if (!skyRef || !fediRef || !clubRef) throw new Error('every channel must have been published')
  if (round === 0) mastodon.favourite('ben', fediRef.id)
  if (round === 1) {
    bluesky.like('ada.test', skyRef)
    mastodon.favourite('cleo', fediRef.id)
    flaky.favourite('dora', clubRef.id)
  }
  if (round === 2) flaky.favourite('emil', clubRef.id)
}

/** Measures three times, shows the newest numbers with their course, and writes the report. */
export async function measure(
  tutti: DemoClient,
  platforms: Platforms,
  narrator: Narrator,
  deliveries: Readonly<Record<'sky' | 'fedi' | 'club', Delivery>>,
  reportFolder: string,
) {
  narrator.heading('5. What came of it')
  for (const round of [0, 1, 2]) {
    letPeopleReact(platforms, deliveries, round)
    await tutti.reporter.collect()
  }
  const { posts, metricNames } = await tutti.reporter.data()
  narrator.table(
    ['channel', 'post', ...metricNames],
    posts.map(({ post, metrics }) => [
      post.channel,
      `${(post.text ?? '').replace(/\s+/g, ' ').slice(0, 28)}…`,
      ...metricNames.map((name) => {
        const metric = metrics.find((candidate) => candidate.metric === name)
        if (metric?.latest === undefined) return '—'
        return `${metric.latest} ${sparkline(metric.samples.map(({ value }) => value))}`
      }),
    ]),
  )
  const file = join(reportFolder, 'lemon-cake.md')
  writeFileSync(file, await tutti.reporter.markdown({ title: 'Lemon cake' }))
  narrator.say(
    `\nBeside each number its course over three looks. A — is a number that the platform does not give; it is never shown as 0.\nThe whole report: ${file}`,
  )
  return posts
}
