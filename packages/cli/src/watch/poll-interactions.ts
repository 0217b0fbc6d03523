import { iterate } from '@tutti/core'
import type { Clock, Interaction, StreamItem, UnknownChannel } from '@tutti/model'
import { collect } from '../collect.ts'

/** More than two pages of news between two looks would be a flood; then the oldest of it is left out. */
const maxPages = 2
const maxRemembered = 2000

/**
 * What people do towards an account from now on, where the platform can't tell it by itself: looks again and
 * again. What is new is told oldest first. Ends when the signal is aborted.
 */
export async function* pollInteractions(
  channel: UnknownChannel,
  clock: Clock,
  { everyMs, signal }: { readonly everyMs: number; readonly signal: AbortSignal },
): AsyncGenerator<StreamItem, void, undefined> {
  const seen = new Set<string>()
  const readNew = async (): Promise<readonly Interaction[]> => {
    if (!channel.supports('listInteractions')) return []
    const pages = iterate((page) => channel.listInteractions(page, { signal, priority: 'backfill' }), { maxPages })
    const unseen = (await collect(pages)).filter(({ ref }) => !seen.has(ref.id))
    for (const { ref } of unseen) seen.add(ref.id)
    for (const id of seen) {
      if (seen.size <= maxRemembered) break
      seen.delete(id)
    }
    return unseen.toReversed()
  }
  // What is there already is no news.
  await readNew()
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal)
    for (const interaction of await readNew()) yield { kind: 'interaction', interaction }
  }
}
