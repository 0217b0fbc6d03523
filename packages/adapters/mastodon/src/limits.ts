import type { AuthDeclaration, Buckets, Guarantees, MediaLimit, PlatformLimits, Sourced } from '@tutti/model'

const checkedAt = '2026-11-22'
const posting: Sourced = { source: 'https://docs.joinmastodon.org/user/posting/', checkedAt }
const instance: Sourced = { source: 'https://docs.joinmastodon.org/entities/Instance/', checkedAt }
const rateLimits: Sourced = { source: 'https://docs.joinmastodon.org/api/rate-limits/', checkedAt }

const minuteMs = 60_000

/** Where numbers come from that were read from the server itself, just now. */
export function fromServer(nowMs: number): Sourced {
  return { source: 'server', checkedAt: new Date(nowMs).toISOString().slice(0, 10) }
}

/**
 * Characters of content warning and text together. By Mastodon's own rule where the limit has
 * `charactersReservedPerUrl`: graphemes, links and remote handles at a flat rate. Plain code points
 * where it has not: how GoToSocial counts.
 */
export const textUnit = 'characters'

const image: MediaLimit = {
  ...instance,
  maxCount: 4,
  maxBytes: 16 * 1024 * 1024,
  maxPixels: 33_177_600,
  mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/heic', 'image/heif', 'image/webp', 'image/avif'],
  maxAltGraphemes: 1500,
}

const video: MediaLimit = {
  ...instance,
  maxCount: 1,
  maxBytes: 99 * 1024 * 1024,
  maxPixels: 8_294_400,
  maxFrameRate: 120,
  mimeTypes: ['video/webm', 'video/mp4', 'video/quicktime', 'video/ogg'],
  maxAltGraphemes: 1500,
}

const audio: MediaLimit = {
  ...instance,
  maxCount: 1,
  maxBytes: 99 * 1024 * 1024,
  mimeTypes: [
    'audio/mpeg',
    'audio/mp3',
    'audio/ogg',
    'audio/wav',
    'audio/flac',
    'audio/aac',
    'audio/mp4',
    'audio/webm',
  ],
  maxAltGraphemes: 1500,
}

/** What an unchanged Mastodon takes. `describeAccount` reads the server's own numbers, and those win. */
export const mastodonLimits: PlatformLimits = {
  text: [{ ...posting, unit: textUnit, maximum: 500, charactersReservedPerUrl: 23 }],
  media: { image, video, audio },
  maxMedia: 4,
  mixedMedia: false,
  poll: {
    ...instance,
    maxOptions: 4,
    maxOptionGraphemes: 50,
    minDurationMs: 5 * minuteMs,
    // 2 629 746 s: a twelfth of a year.
    maxDurationMs: 2_629_746_000,
  },
  visibilities: ['public', 'unlisted', 'followers', 'direct'],
  maxLanguages: 1,
  fields: ['media', 'poll', 'replyTo', 'quote', 'firstComment', 'visibility', 'languages', 'contentWarning'],
  requires: 'text-or-media',
}

/**
 * The rate limits of an unchanged Mastodon. Servers answer with `X-RateLimit-*`, the reset as an
 * ISO date, and always about the limit that is nearest to its end.
 */
export const mastodonBuckets = {
  requests: {
    ...rateLimits,
    per: 'account',
    windows: [{ budget: 300, windowMs: 5 * minuteMs }],
    costs: { publishPost: 1 },
  },
  media: {
    ...rateLimits,
    per: 'account',
    windows: [{ budget: 30, windowMs: 30 * minuteMs }],
    within: ['requests'],
    costs: { stagePost: 1 },
  },
  /** Deleting posts and taking back reposts. */
  deletes: {
    ...rateLimits,
    per: 'account',
    windows: [{ budget: 30, windowMs: 30 * minuteMs }],
    within: ['requests'],
  },
  /** Registering an app and trading codes: not in the documents, and done by people, not by the hundred. */
  signIn: {
    ...rateLimits,
    per: 'ip',
    windows: [{ budget: 300, windowMs: 5 * minuteMs }],
  },
  /** Requests for a further page; not in the documents, only in the source. */
  paging: {
    source: 'https://github.com/mastodon/mastodon/blob/main/config/initializers/rack_attack.rb',
    checkedAt,
    per: 'account',
    windows: [{ budget: 300, windowMs: 15 * minuteMs }],
    within: ['requests'],
  },
} as const satisfies Buckets

/**
 * What holds on any server that speaks Mastodon's API: the account's own posts can be read back.
 * No document says how late a server may still commit after its proxy gave up; 60 s is the default
 * time-out of nginx, which Mastodon's own configuration leaves as it is.
 */
export const readBackGuarantees: Guarantees = {
  source: 'https://github.com/mastodon/mastodon/blob/main/dist/nginx.conf',
  checkedAt,
  publish: [{ kind: 'read-back' }],
  lateCommitMs: minuteMs,
  // The account's posts come from the database, not from a feed that is filled later.
  consistencyMs: 2_000,
}

/**
 * What holds on Mastodon itself: beside reading back, `Idempotency-Key` for up to an hour. The key
 * is stored when the post exists already, so a repeat within that moment still makes a second post.
 */
export const keyGuarantees: Guarantees = {
  ...readBackGuarantees,
  source: 'https://docs.joinmastodon.org/methods/statuses/#create',
  publish: [{ kind: 'key', honouredForMs: 60 * minuteMs }, { kind: 'read-back' }],
}

/**
 * Scopes by operation, as https://docs.joinmastodon.org/api/oauth-scopes/ lists them (read 2026-11-25).
 * `read:accounts` is for the account's description, without which an operation does not know whose
 * server it asks, nor for whom. A test runs each with exactly these, and with one less.
 */
export const mastodonAuth: AuthDeclaration = {
  kind: 'oauth2',
  scopes: {
    stagePost: ['write:media'],
    publishPost: ['write:statuses'],
    findPost: ['read:statuses', 'read:accounts'],
    editPost: ['write:statuses'],
    deletePost: ['write:statuses', 'read:statuses'],
    fetchPost: ['read:statuses', 'read:accounts'],
    listPosts: ['read:statuses', 'read:accounts'],
    reactToPost: ['write:favourites'],
    unreactToPost: ['write:favourites'],
    repostPost: ['write:statuses'],
    unrepostPost: ['write:statuses'],
    listInteractions: ['read:notifications', 'read:accounts'],
    listComments: ['read:statuses', 'read:accounts'],
    replyToInteraction: ['write:statuses', 'read:statuses'],
    reportInteraction: ['write:reports', 'read:statuses', 'read:accounts'],
    listConversations: ['read:statuses', 'read:accounts'],
    listMessages: ['read:statuses', 'read:accounts'],
    sendMessage: ['write:statuses', 'read:accounts'],
    blockProfile: ['write:blocks'],
    unblockProfile: ['write:blocks'],
    muteProfile: ['write:mutes'],
    unmuteProfile: ['write:mutes'],
    followProfile: ['write:follows'],
    unfollowProfile: ['write:follows'],
    listFollowers: ['read:accounts'],
    listFollowing: ['read:accounts'],
    fetchProfile: ['read:accounts'],
    fetchPostMetrics: ['read:statuses', 'read:accounts'],
    fetchChannelMetrics: ['read:accounts'],
    fetchPostByAddress: ['read:search', 'read:accounts'],
    searchPosts: ['read:search', 'read:accounts'],
    searchProfiles: ['read:search', 'read:accounts'],
    fetchTrends: ['read:accounts'],
    subscribe: ['read:statuses', 'read:notifications', 'read:accounts'],
    describeAccount: ['read:accounts'],
    'native.bookmarkPost': ['write:bookmarks'],
    'native.unbookmarkPost': ['write:bookmarks'],
    'native.listBookmarks': ['read:bookmarks', 'read:accounts'],
    'native.listFilters': ['read:filters', 'read:accounts'],
    'native.createFilter': ['write:filters', 'read:accounts'],
    'native.deleteFilter': ['write:filters', 'read:accounts'],
    'native.stageMedia': ['write:media', 'read:accounts'],
    'native.scheduleStatus': ['write:statuses', 'read:accounts'],
    'native.listScheduledStatuses': ['read:statuses', 'read:accounts'],
    'native.cancelScheduledStatus': ['write:statuses', 'read:accounts'],
  },
}
