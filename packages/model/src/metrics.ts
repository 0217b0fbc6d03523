import type { PostRef, ProfileRef } from './refs.ts'

/** How a number is meant. */
export type MetricUnit = 'count' | 'share' | 'milliseconds' | 'currency'

/** The metrics that adapters of the first slices report. The catalogue says what each one means. */
export type MetricName =
  | 'reactions'
  | 'reposts'
  | 'replies'
  | 'quotes'
  | 'bookmarks'
  | 'views'
  | 'followers'
  | 'following'
  | 'posts'

/** What a metric means on every platform; an adapter adds the platform's own name as `source`. */
export const metricCatalogue = {
  reactions: { unit: 'count', definition: 'People who reacted (like, favourite) and have not taken it back.' },
  reposts: { unit: 'count', definition: 'Reposts without a comment of their own that still stand.' },
  replies: { unit: 'count', definition: 'Direct replies that still stand, the author’s own included.' },
  quotes: { unit: 'count', definition: 'Posts of others that quote this one and still stand.' },
  bookmarks: { unit: 'count', definition: 'People who saved the post.' },
  views: { unit: 'count', definition: 'Times the post was shown, as the platform counts it.' },
  followers: { unit: 'count', definition: 'Profiles that follow this one at the time of measuring.' },
  following: { unit: 'count', definition: 'Profiles that this one follows at the time of measuring.' },
  posts: { unit: 'count', definition: 'Posts that stand on the profile at the time of measuring.' },
} as const satisfies Record<MetricName, { unit: MetricUnit; definition: string }>

/** What was measured over: everything up to now, or a stretch of time. */
export type MetricWindow =
  | { readonly kind: 'lifetime' }
  | { readonly kind: 'period'; readonly fromMs: number; readonly toMs: number }

/** One measured number, or the reason why there is none. Never a zero for an unknown. */
export type MetricSample = {
  readonly metric: MetricName
  readonly unit: MetricUnit
  readonly subject: PostRef | ProfileRef
  readonly window: MetricWindow
  /** Epoch milliseconds at which the platform measured, as far as known. */
  readonly measuredAt: number
  /** Epoch milliseconds at which it was read. */
  readonly fetchedAt: number
  /** The platform's own name for it, for example `favourites_count`. */
  readonly source: string
} & (
  | { readonly value: number; readonly missing?: undefined }
  | { readonly value?: undefined; readonly missing: MissingReason }
)

/**
 * Why a number is not there. `subject-unseen`: the platform does not show the post, though it stands; just published, it
 * usually does within a minute. `not-answered`: the answer lacked the number.
 */
export type MissingReason =
  | 'not-offered'
  | 'not-answered'
  | 'not-permitted'
  | 'subject-unseen'
  | 'subject-gone'
  | 'failed'

/** Follower counts, demographics and active hours of the people behind a channel. */
export interface Audience {
  readonly followerCount?: number | undefined
  readonly demographics: readonly AudienceDimension[]
  /** The platform's answer, untouched. */
  readonly raw: unknown
}

/** One way to divide an audience, for example by country. */
export interface AudienceDimension {
  readonly dimension: string
  readonly buckets: readonly { readonly key: string; readonly value: number; readonly unit: 'count' | 'share' }[]
}
