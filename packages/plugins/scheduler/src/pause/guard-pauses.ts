import { guardPublish, type PluginHost } from '@tutti/model'
import type { Pauses } from './pauses.ts'

/**
 * Asks for pauses at the last moment, before every part of every post. What is paused stays queued and is
 * asked about again: it goes on without a person.
 */
export function guardPauses(host: PluginHost, pauses: Pauses, retryAfterMs: number): void {
  host.use(
    guardPublish.use(
      async ({ prepared }) => {
        try {
          const pause = await pauses.find({ channel: prepared.channel, campaign: prepared.labels.campaign })
          return pause && { deny: `paused: ${pause.reason}`, retryAfterMs }
        } catch {
          // Sending in a crisis because the store is slow would be the worst moment for it.
          return { deny: 'whether it is paused could not be read', retryAfterMs }
        }
      },
      { order: 'pre' },
    ),
  )
}
