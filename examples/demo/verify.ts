import type { Delivery } from '@tutti/core'
import type { ReportedPostMetrics } from '@tutti/reporter'
import type { StandingPost } from '@tutti/testing/fakes'
import type { Narrator } from './narrator.ts'
import type { Platforms } from './platforms.ts'

/** Everything that the demo said had happened. */
export interface Claims {
  readonly deliveries: Readonly<Record<'sky' | 'fedi' | 'club', Delivery>>
  readonly answered: number
  readonly hidden: number
  readonly scheduledState: string | undefined
  readonly measured: readonly ReportedPostMetrics[]
}

const ids = (delivery: Delivery) => delivery.parts.map(({ ref }) => ref?.id)

/** The posts of a thread: the first one and what hangs below it, by the same account. */
function isThread(posts: readonly StandingPost[], delivery: Delivery): boolean {
  const chain = ids(delivery).map((id) => posts.find((post) => post.id === id))
  return chain.every((post, index) => post !== undefined && (index === 0 || post.replyTo === chain[index - 1]?.id))
}

function measuredReactions(claims: Claims, channel: 'sky' | 'fedi' | 'club'): number | undefined {
  const first = claims.deliveries[channel].parts[0]?.ref?.id
  const entry = claims.measured.find(({ post }) => post.channel === channel && post.ref.id === first)
  return entry?.metrics.find(({ metric }) => metric === 'reactions')?.latest
}

/** Holds every claim against the platforms' own ledgers. @returns whether all of them agree */
export async function verify(platforms: Platforms, claims: Claims, narrator: Narrator): Promise<boolean> {
  narrator.heading('6. Is all of that true? The platforms’ own ledgers')
  const { deliveries } = claims
  const sky = await platforms.bluesky.standingPosts()
  const fedi = await platforms.mastodon.standingPosts()
  const club = await platforms.flaky.standingPosts()
  const reply = sky.filter(({ text }) => text.startsWith('Yes! There are no nuts'))
  const reminders = fedi.filter(({ text }) => text.startsWith('The oven is warm'))
  const commits = platforms.flaky.platform.requests.filter((request) => platforms.flaky.platform.isCommit(request))
  const spam = await spamOn(platforms)
  const checks: [claim: string, holds: boolean][] = [
    [
      `Bluesky holds the thread of ${deliveries.sky.parts.length}, in order, nothing twice, with the picture and its description`,
      isThread(sky, deliveries.sky) &&
        sky.length === deliveries.sky.parts.length + reply.length &&
        sky[0]?.media[0]?.alt !== undefined,
    ],
    [
      'Mastodon holds the announcement once and the scheduled post once',
      isThread(fedi, deliveries.fedi) &&
        reminders.length === 1 &&
        claims.scheduledState === 'published' &&
        fedi.length === deliveries.fedi.parts.length + 1,
    ],
    [
      `the flaky server, which was asked ${commits.length} times and hung up once, holds it exactly once`,
      isThread(club, deliveries.club) &&
        club.length === deliveries.club.parts.length &&
        platforms.flaky.platform.faults.struckCount === 2,
    ],
    ['its content warning arrived', club[0]?.contentWarning === 'food'],
    ['the question was answered once', claims.answered === 1 && reply.length === 1],
    ['the spam is hidden, and only the spam', claims.hidden === 1 && spam.hidden === 1 && spam.others === 0],
    [
      'the reactions measured are those that were given',
      measuredReactions(claims, 'sky') === 1 &&
        measuredReactions(claims, 'fedi') === 2 &&
        measuredReactions(claims, 'club') === 2,
    ],
  ]
  for (const [claim, holds] of checks) narrator.claim(claim, holds)
  return checks.every(([, holds]) => holds)
}

/** How many hidden comments on Bluesky are the spam, and how many are not. */
async function spamOn({ bluesky }: Platforms): Promise<{ hidden: number; others: number }> {
  let hidden = 0
  let others = 0
  for (const { uri, value } of bluesky.platform.ledger.records.values()) {
    const isHidden = await bluesky.isHidden?.({ v: 1, kind: 'interaction', platform: 'bluesky', id: uri })
    if (!isHidden) continue
    if (String(value.text).includes('FREE followers')) hidden += 1
    else others += 1
  }
  return { hidden, others }
}
