import type { Visibility } from '@tutti/model'

/** The words of Mastodon for who may see a post. */
export type StatusVisibility = 'public' | 'unlisted' | 'private' | 'direct'

/** Body of `POST /api/v1/statuses`. Members that are `undefined` are not sent. */
export interface NewStatus {
  readonly status?: string | undefined
  readonly media_ids?: readonly string[] | undefined
  readonly poll?: NewPoll | undefined
  readonly in_reply_to_id?: string | undefined
  readonly quoted_status_id?: string | undefined
  /** The same where a server names it its own way. */
  readonly quote_id?: string | undefined
  readonly quote_approval_policy?: string | undefined
  readonly visibility?: StatusVisibility | undefined
  readonly sensitive?: boolean | undefined
  readonly spoiler_text?: string | undefined
  readonly language?: string | undefined
}

/** The poll of a new status. */
export interface NewPoll {
  readonly options: readonly string[]
  /** Seconds. */
  readonly expires_in: number
  readonly multiple?: boolean | undefined
  readonly hide_totals?: boolean | undefined
}

const visibilities: Readonly<Record<Visibility, StatusVisibility>> = {
  public: 'public',
  unlisted: 'unlisted',
  followers: 'private',
  direct: 'direct',
}

/** Who may see a post, in Mastodon's words. */
export function toStatusVisibility(visibility: Visibility): StatusVisibility {
  return visibilities[visibility]
}
