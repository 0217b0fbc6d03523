import type { FakeLimit, FakeWindow } from '../../fake-platform/fake-limits.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** What a write takes of the points per hour. */
const points: Readonly<Record<string, number>> = {
  'com.atproto.repo.createRecord': 3,
  'com.atproto.repo.putRecord': 2,
  'com.atproto.repo.deleteRecord': 1,
}

const applyWrites = 'com.atproto.repo.applyWrites'

/** A batch takes what its writes take one by one. */
function pointsOf(name: string, body: string): number {
  if (name !== applyWrites) return points[name] ?? 1
  return 3 * (body.match(/applyWrites#create"/g)?.length ?? 1)
}

const nameOf = (path: string) => path.split('/').at(-1) ?? ''

/** How large the budgets are; those of the real server when absent. */
export interface FakeBlueskyBudgets {
  /** Requests in five minutes, of everybody together. */
  readonly requests?: number | undefined
  /** Points in an hour, for each account. */
  readonly writes?: number | undefined
  /** Sessions opened in five minutes, of everybody together. */
  readonly sessions?: number | undefined
}

/** The limits of a PDS. Its headers speak of one only: the one with the least left. */
export function fakeBlueskyLimits(budgets: FakeBlueskyBudgets = {}): readonly FakeLimit[] {
  // The first limit matches every request, so each request begins with it.
  let tightest: FakeWindow | undefined
  const tell = (window: FakeWindow) => {
    if (!tightest || window.remaining < tightest.remaining) tightest = window
    return headersOf(tightest)
  }
  return [
    {
      name: 'requests',
      budget: budgets.requests ?? 3000,
      windowMs: 5 * minuteMs,
      headers(window) {
        tightest = undefined
        return tell(window)
      },
    },
    {
      name: 'writes',
      budget: budgets.writes ?? 5000,
      windowMs: hourMs,
      matches: ({ path }) => nameOf(path) === applyWrites || points[nameOf(path)] !== undefined,
      key: (request) => accountOf(request.headers.get('authorization')),
      cost: ({ path, body }) => pointsOf(nameOf(path), body),
      headers: tell,
    },
    {
      name: 'sessions',
      budget: budgets.sessions ?? 30,
      windowMs: 5 * minuteMs,
      matches: ({ path }) => nameOf(path) === 'com.atproto.server.createSession',
      headers: tell,
    },
  ]
}

function headersOf({ budget, remaining, windowMs, resetAt }: FakeWindow): Record<string, string> {
  return {
    'ratelimit-limit': String(budget),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.ceil(resetAt / 1000)),
    'ratelimit-policy': `${budget};w=${windowMs / 1000}`,
  }
}

/** The DID that a token belongs to, read without checking it. */
function accountOf(authorization: string | null): string {
  const payload = authorization?.split('.')[1]
  if (payload === undefined) return ''
  try {
    return String((JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub?: unknown }).sub)
  } catch {
    return ''
  }
}
