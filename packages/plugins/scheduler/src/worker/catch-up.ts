import type { PluginHost } from '@tutti/model'
import { isTakenOver } from '../calendar/records.ts'

const collection = 'catch-up'

/** Spaces what is late: after an outage a channel's backlog goes out one by one, not as a burst. */
export function createCatchUp({ store: { documents }, clock }: PluginHost, spacingMs: number) {
  return {
    /**
     * Takes the next turn for a late post, on all its channels.
     * @returns when that is, in epoch milliseconds; nothing when it would be behind `latestAt`, and then it is not taken
     */
    async reserve(channels: readonly string[], latestAt: number): Promise<number | undefined> {
      const now = clock.now()
      if (spacingMs === 0) return now
      for (;;) {
        const found = await Promise.all(channels.map((id) => documents.get<{ nextAt: number }>(collection, id)))
        const at = Math.max(now, ...found.map((stored) => stored?.value.nextAt ?? 0))
        if (at > latestAt) return undefined
        try {
          for (const [index, id] of channels.entries()) {
            await documents.put(collection, id, { nextAt: at + spacingMs }, found[index]?.version ?? 'absent')
          }
          return at
        } catch (error) {
          // Another worker took a turn meanwhile: one that is taken for nothing stays empty, which harms nobody.
          if (!isTakenOver(error)) throw error
        }
      }
    },
  }
}

/** What `createCatchUp` returns. */
export type CatchUp = ReturnType<typeof createCatchUp>
