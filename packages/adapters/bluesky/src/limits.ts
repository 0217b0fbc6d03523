import type { Buckets, Guarantees, PlatformLimits } from '@tutti/model'

const checkedAt = '2026-11-22'
const lexicon = (id: string) =>
  `https://github.com/bluesky-social/atproto/blob/main/lexicons/${id.replaceAll('.', '/')}.json`
const rateLimits = 'https://docs.bsky.app/docs/advanced-guides/rate-limits'
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The largest image that a post may embed, by the lexicon; the server's own upload limit may be lower. */
export const maxImageBytes = 2_000_000

/** The largest video that a post may embed, by the lexicon. */
export const maxVideoBytes = 300_000_000

/** The largest picture of a link's card, by the lexicon. */
export const maxThumbBytes = 1_000_000

/** What a Bluesky post must be. `describeAccount` lowers the sizes to what the server takes. */
export const limits = {
  text: [
    { unit: 'graphemes', maximum: 300, source: lexicon('app.bsky.feed.post'), checkedAt },
    { unit: 'utf8-bytes', maximum: 3000, source: lexicon('app.bsky.feed.post'), checkedAt },
  ],
  media: {
    image: {
      maxCount: 4,
      maxBytes: maxImageBytes,
      // The lexicon takes image/*; these are the ones that the app's image service renders.
      mimeTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
      source: lexicon('app.bsky.embed.images'),
      checkedAt,
    },
    video: {
      maxCount: 1,
      maxBytes: maxVideoBytes,
      mimeTypes: ['video/mp4'],
      // Not in the lexicon: the limit of the app and of the video service.
      maxDurationMs: 3 * minuteMs,
      source: lexicon('app.bsky.embed.video'),
      checkedAt: '2026-11-25',
    },
  },
  linkCard: {
    image: { maxBytes: maxThumbBytes, mimeTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] },
    source: lexicon('app.bsky.embed.external'),
    checkedAt: '2026-11-25',
  },
  maxMedia: 4,
  mixedMedia: false,
  visibilities: ['public'],
  maxLanguages: 3,
  fields: ['media', 'link', 'replyTo', 'quote', 'firstComment', 'visibility', 'languages'],
  requires: 'text-or-media',
} as const satisfies PlatformLimits

/** Points that a write takes from the `writes` bucket. */
export const writeCosts = { create: 3, update: 2, delete: 1 } as const

/**
 * Rate limits of a PDS. Its headers speak of one limit only, the one nearest to its end
 * (recorded): `RateLimit-Policy` tells which by its window.
 */
export const buckets = {
  requests: { per: 'ip', windows: [{ budget: 3000, windowMs: 5 * minuteMs }], source: rateLimits, checkedAt },
  writes: {
    per: 'account',
    windows: [
      { budget: 5000, windowMs: hourMs },
      { budget: 35_000, windowMs: dayMs },
    ],
    within: ['requests'],
    costs: { publishPost: writeCosts.create },
    source: rateLimits,
    checkedAt,
  },
  sessions: {
    per: 'account',
    windows: [
      { budget: 30, windowMs: 5 * minuteMs },
      { budget: 300, windowMs: dayMs },
    ],
    within: ['requests'],
    source: rateLimits,
    checkedAt,
  },
  // Not in the document: read in @atproto/pds 0.5.35 (uploadBlob) and in its headers.
  uploads: {
    per: 'ip',
    windows: [{ budget: 1000, windowMs: dayMs }],
    within: ['requests'],
    costs: { stagePost: 1 },
    source: 'https://github.com/bluesky-social/atproto/blob/main/packages/pds/src/api/com/atproto/repo/uploadBlob.ts',
    checkedAt,
  },
} as const satisfies Buckets

/**
 * We name the record, so a second one of that name can't come to be: the server answers 500 while
 * the first stands (recorded). The PDS reads its own writes at once.
 */
export const guarantees = {
  publish: [{ kind: 'client-id' }, { kind: 'read-back' }],
  // Not documented: a PDS writes within the request, and gives up on one long before this.
  lateCommitMs: 10_000,
  consistencyMs: 0,
  source: 'https://atproto.com/specs/record-key',
  checkedAt,
} as const satisfies Guarantees
