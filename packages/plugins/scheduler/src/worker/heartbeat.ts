import type { PluginHost } from '@tutti/model'
import packageJson from '../../package.json' with { type: 'json' }

/** The collection of workers that have shown themselves. */
export const workers = 'workers'

/** What a worker writes about itself. Instants are epoch milliseconds. */
export interface Heartbeat {
  readonly since: number
  readonly lastBeatAt: number
  readonly lastClaimAt?: number | undefined
  readonly lastWorkAt?: number | undefined
  readonly version: string
}

/** A worker that was killed leaves its last beat behind; after a day nobody wants to see it any more. */
const forgetAfterMs = 24 * 60 * 60_000

/** A worker's sign of life: that it runs, that it asks for work, and that it gets some. */
export function createHeartbeat({ store: { documents }, clock }: PluginHost) {
  const id = crypto.randomUUID()
  let since: number | undefined
  let lastClaimAt: number | undefined
  let lastWorkAt: number | undefined
  return {
    /** The store was asked and has answered. */
    claimed(count: number): void {
      lastClaimAt = clock.now()
      if (count > 0) lastWorkAt = lastClaimAt
    },
    async beat(): Promise<void> {
      const now = clock.now()
      if (since === undefined) await forgetDead(now)
      since ??= now
      const beat = { since, lastBeatAt: now, lastClaimAt, lastWorkAt, version: packageJson.version }
      await documents.put(workers, id, beat, 'any')
    },
    async end(): Promise<void> {
      since = undefined
      await documents.delete(workers, id)
    },
  }

  async function forgetDead(now: number): Promise<void> {
    const known = await documents.list<{ lastBeatAt: number }>(workers, { limit: 1000 })
    const dead = known.filter(({ value }) => value.lastBeatAt < now - forgetAfterMs)
    await Promise.all(dead.map((one) => documents.delete(workers, one.id)))
  }
}
