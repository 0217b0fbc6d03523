import type { FakeLimit } from '../../fake-platform/fake-limits.ts'

const minuteMs = 60_000

/** The limits of Mastodon, per access token, with its headers: the last that counts is the one that is told. */
export const fakeMastodonLimits: readonly FakeLimit[] = [
  limit('paging', 300, 15 * minuteMs, ({ query }) => query.has('max_id') || query.has('min_id')),
  limit('requests', 300, 5 * minuteMs, ({ path }) => path.startsWith('/api/')),
  limit('deletes', 30, 30 * minuteMs, ({ method, path }) =>
    method === 'DELETE' ? /^\/api\/v1\/statuses\/\w+$/.test(path) : /^\/api\/v1\/statuses\/\w+\/unreblog$/.test(path),
  ),
  limit('media', 30, 30 * minuteMs, ({ method, path }) => method === 'POST' && /^\/api\/v\d\/media$/.test(path)),
]

function limit(name: string, budget: number, windowMs: number, matches: NonNullable<FakeLimit['matches']>): FakeLimit {
  return {
    name,
    budget,
    windowMs,
    matches,
    key: (request) => request.headers.get('authorization') ?? '',
    headers: ({ remaining, resetAt }) => ({
      'x-ratelimit-limit': String(budget),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': new Date(resetAt).toISOString(),
    }),
    // Mastodon says when in the header above, and no `Retry-After`.
    refusalHeaders: () => ({}),
  }
}
