import type { DeliveryRecord, DeliveryState, Json } from '@tutti/model'
import { deliveries } from '../journal/delivery-key.ts'
import type { DeliveryRun } from '../journal/delivery-run.ts'

const openStates: readonly DeliveryState[] = ['publishing', 'processing', 'unknown', 'needs-human']

/**
 * Another part on this channel with the same text whose fate is open as well: a single post that
 * was found may be its, not ours. @returns the twin's state
 */
export async function openTwin(run: DeliveryRun, index: number): Promise<DeliveryState | undefined> {
  const { text } = run.content(index)
  const unfinished = await run.core.store.due.list(deliveries, { limit: 1000 })
  for (const { id } of unfinished) {
    const other = await run.core.store.documents.get<DeliveryRecord & Json>(deliveries, id)
    if (!other || other.value.channel !== run.channel.id) continue
    const isSelf = other.value.postId === run.record.postId
    const twin = other.value.parts.find(
      (part) =>
        openStates.includes(part.state) &&
        !(isSelf && part.index === index) &&
        other.value.prepared.parts[part.index]?.text === text,
    )
    if (twin) return twin.state
  }
  return undefined
}
