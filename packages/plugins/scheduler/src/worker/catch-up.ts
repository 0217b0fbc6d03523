import type { PluginHost } from '@tutti/model'
import { isTakenOver } from '../calendar/records.ts'

const collection = 'catch-up'

/** Spaces what is late: after an outage a channel's backlog goes out one by one, not as a burst. */
export function createCatchUp({ store: { documents }, clock }: PluginHost, spacingMs: number) {
  return {
    /** @returns when a late post may go out to all its channels, in epoch milliseconds; that time is taken then */
    async reserve(channels: readonly string[]): Promise<number> {
      const now = clock.now()
      if (spacingMs === 0) return now
      for (;;) {
        const found = await Promise.all(channels.map((id) => documents.get<{ nextAt: number }>(collection, id)))
        const at = Math.max(now, ...found.map((stored) => stored?.value.nextAt ?? 0))
        try {
          for (const [index, id] of channels.entries()) {
            await documents.put(collection, id, { nextAt: at + spacingMs }, found[index]?.version ?? 'absent')
          }
          return at
        } catch (error) {
          // Another worker took a place meanwhile: what is taken twice stays empty, which harms nobody.
          if (!isTakenOver(error)) throw error
        }
      }
    },
  }
}

/** What `createCatchUp` returns. */
export type CatchUp = ReturnType<typeof createCatchUp>
