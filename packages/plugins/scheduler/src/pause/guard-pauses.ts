import type { PluginHost } from '@tutti/model'
import { guardByStore } from '../guard-by-store.ts'
import type { Pauses } from './pauses.ts'

/**
 * Asks for pauses at the last moment, before every part of every post. What is paused stays queued and is
 * asked about again: it goes on without a person. Sending in a crisis because the store is slow would be the worst
 * moment for it.
 */
export function guardPauses(host: PluginHost, pauses: Pauses, retryAfterMs: number): void {
  guardByStore(host, {
    unreadable: 'whether it is paused',
    retryAfterMs,
    order: 'pre',
    async judge({ channel, labels }) {
      const pause = await pauses.find({ channel, campaign: labels.campaign })
      return pause && { deny: `paused: ${pause.reason}`, retryAfterMs }
    },
  })
}
