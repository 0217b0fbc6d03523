import type { Guarantees, PlatformLimits } from '@tutti/model'

const source = { source: 'https://example.org/fake-adapter', checkedAt: '2026-11-22' } as const

/** The key names the post: a second one of that name is refused. */
export const fakeGuarantees: Guarantees = {
  publish: [{ kind: 'client-id' }],
  lateCommitMs: 1000,
  consistencyMs: 0,
  ...source,
}

/** Wide enough that no test stumbles over them by accident. */
export function fakeLimits(maxGraphemes: number): PlatformLimits {
  return {
    text: [{ unit: 'graphemes', maximum: maxGraphemes, ...source }],
    media: {
      image: {
        maxCount: 4,
        maxBytes: 1_000_000,
        mimeTypes: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
        ...source,
      },
    },
    maxMedia: 4,
    mixedMedia: false,
    visibilities: ['public'],
    maxLanguages: 3,
    fields: ['media', 'replyTo', 'firstComment', 'languages'],
    requires: 'text-or-media',
  }
}

/** One generous budget for everything. */
export const fakeBuckets = {
  all: { per: 'account', windows: [{ budget: 1000, windowMs: 60_000 }], costs: { publishPost: 1 }, ...source },
} as const
