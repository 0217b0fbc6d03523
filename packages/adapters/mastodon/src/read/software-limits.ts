import type { PlatformLimits, PostField } from '@tutti/model'

/** What a kind of server takes less than Mastodon, where its Instance does not say so. */
interface Reductions {
  readonly without: readonly PostField[]
  readonly visibilities?: PlatformLimits['visibilities'] | undefined
}

/** By source, read 2026-11-25: `statusCreate` of Pixelfed's ApiV1Controller, Friendica's Module/Api/Mastodon/Statuses. */
const reductions: Readonly<Record<string, Reductions>> = {
  pixelfed: { without: ['poll', 'quote', 'languages'], visibilities: ['public', 'unlisted', 'followers'] },
  friendica: { without: ['poll'] },
}

/** The limits that a server named, less what its software does not take whatever it says. */
export function reduceLimits(limits: PlatformLimits, software: string): PlatformLimits {
  const { without, visibilities = limits.visibilities } = reductions[software] ?? { without: [] }
  const poll = without.includes('poll') ? undefined : limits.poll
  const fields = limits.fields.filter((field) => !without.includes(field) && (field !== 'poll' || poll !== undefined))
  return { ...limits, poll, fields, visibilities }
}
