import { type BucketDeclaration, defineAdapter } from '@tutti/model'
import { answerJson, type Loopback, serveLoopback } from './loopback.ts'
import { sampleAdapter } from './sample-adapter.ts'

/** What happened in one window. */
interface ServedWindow {
  readonly startedAt: number
  ours: number
  rivals: number
  refused: number
}

/** A server on a loopback socket that enforces so much in each fixed window, of everybody together. */
export interface LimitedServer extends Loopback {
  readonly windows: readonly ServedWindow[]
  /** Somebody else takes from the budget; nothing when too little is left. */
  takeForRival(cost: number): void
}

export async function serveLimited(budget: number, windowMs: number): Promise<LimitedServer> {
  const windows: ServedWindow[] = []
  const current = () => {
    const startedAt = Math.floor(Date.now() / windowMs) * windowMs
    const last = windows.at(-1)
    if (last?.startedAt === startedAt) return last
    const window = { startedAt, ours: 0, rivals: 0, refused: 0 }
    windows.push(window)
    return window
  }
  const loopback = await serveLoopback((_, response) => {
    const window = current()
    const isAllowed = window.ours + window.rivals < budget
    window[isAllowed ? 'ours' : 'refused'] += 1
    // As Mastodon says it.
    const headers = {
      'x-ratelimit-limit': String(budget),
      'x-ratelimit-remaining': String(budget - window.ours - window.rivals),
      'x-ratelimit-reset': new Date(window.startedAt + windowMs).toISOString(),
    }
    answerJson(response, isAllowed ? 200 : 429, { id: '1' }, headers)
  })
  return Object.assign(loopback, {
    windows,
    takeForRival(cost: number) {
      const window = current()
      window.rivals += Math.min(cost, budget - window.ours - window.rivals)
    },
  })
}

/** An adapter with one operation that is one request of the bucket `read`. */
export function limitedAdapter(
  baseUrl: string,
  buckets: Readonly<Record<string, Omit<BucketDeclaration, 'source' | 'checkedAt'>>>,
) {
  const sourced = { source: 'https://sample.example/limits', checkedAt: '2026-11-22' }
  const adapter = sampleAdapter(
    {
      fetchProfile: async (_, { http }) => {
        const answer = await http.request({ method: 'GET', url: '/profile', bucket: 'read' })
        return { ref: { v: 1, kind: 'profile', platform: 'sample', id: '1' }, handle: 'sample', raw: answer.body }
      },
    },
    baseUrl,
  )
  const entries = Object.entries(buckets).map(([name, declaration]) => [name, { ...declaration, ...sourced }] as const)
  return defineAdapter({ ...adapter, buckets: Object.fromEntries(entries) })
}
