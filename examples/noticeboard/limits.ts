import type { AuthDeclaration, Buckets, Guarantees, PlatformLimits, Sourced } from '@tutti/model'

const documents: Sourced = { source: 'https://noticeboard.example/docs/limits', checkedAt: '2026-11-22' }

/** What a note must be. The server may allow more: `describeAccount` reads that, and it wins. */
export const limits: PlatformLimits = {
  text: [{ ...documents, unit: 'characters', maximum: 200 }],
  media: {},
  maxMedia: 0,
  mixedMedia: false,
  visibilities: [],
  maxLanguages: 0,
  fields: ['replyTo', 'firstComment'],
  requires: 'text',
}

/** Every request counts against `requests`, one that writes also against `writes`. */
export const buckets = {
  requests: { ...documents, per: 'account', windows: [{ budget: 300, windowMs: 60_000 }] },
  writes: {
    ...documents,
    per: 'account',
    windows: [{ budget: 60, windowMs: 60_000 }],
    within: ['requests'],
    // What publishing one part takes, so that plans can be made.
    costs: { publishPost: 1 },
  },
} as const satisfies Buckets

/** We name the note, and Noticeboard refuses a second one of that name for ever. */
export const guarantees: Guarantees = {
  source: 'https://noticeboard.example/docs/notes#ids',
  checkedAt: '2026-11-22',
  publish: [{ kind: 'client-id' }],
  lateCommitMs: 30_000,
  consistencyMs: 0,
}

/** One token per account, made in its settings; it may do everything. */
export const auth: AuthDeclaration = { kind: 'token', scopes: {} }
