import {
  type CallOptions,
  type ChannelDeletion,
  type DeletionResult,
  type DeletionState,
  type Delivery,
  DeliveryError,
  type DeliveryState,
  InvalidInputError,
  type PartDeletion,
  type PostRef,
} from '@tutti/model'
import type { ChannelRuntime, CoreRuntime } from '../../runtime.ts'
import { listDeliveriesOf } from '../list-deliveries.ts'
import { readFailure, toErrorRecord } from '../publish/read-failure.ts'

/** States of parts that may be live, or may still become so. */
const openStates: readonly DeliveryState[] = ['queued', 'publishing', 'processing', 'unknown', 'needs-human']

const bestFirst: readonly DeletionState[] = ['already-gone', 'deleted', 'unsupported', 'failed', 'unknown']

/**
 * Deletes a post on every channel that it was delivered to, each with a fate of its own.
 * @throws InvalidInputError `invalid-input` for a post id without deliveries
 */
export async function deletePost(
  core: CoreRuntime,
  postId: string,
  options: CallOptions = {},
): Promise<DeletionResult> {
  const deliveries = await listDeliveriesOf(core, postId)
  if (deliveries.length === 0) {
    const message = `there is no delivery of post ${postId}`
    throw new InvalidInputError({ code: 'invalid-input', message, path: 'postId' })
  }
  const deletions = await Promise.all(
    deliveries.map(async (delivery) => [delivery.channel, await deleteDelivery(core, delivery, options)] as const),
  )
  return { postId, channels: Object.fromEntries(deletions) }
}

async function deleteDelivery(core: CoreRuntime, delivery: Delivery, options: CallOptions): Promise<ChannelDeletion> {
  const { firstComment, parts } = delivery
  // The first comment hangs below the last part, and each part below the one before it.
  const lastFirst = [...(firstComment ? [firstComment] : []), ...parts.toReversed()]
  const open = lastFirst.find(({ state }) => openStates.includes(state))
  if (open) return { state: 'unknown', parts: [], error: unsettledError(delivery, open.state).toJSON() }
  const standing = lastFirst.flatMap(({ index, ref }) => (ref ? [{ index, ref }] : []))
  if (standing.length === 0) return { state: 'already-gone', parts: [] }

  let channel: ChannelRuntime
  try {
    channel = await core.openChannel(delivery.channel)
  } catch (error) {
    return { state: 'failed', parts: [], error: toErrorRecord(error, 'not-sent') }
  }
  if (!channel.adapter.operations.deletePost) return { state: 'unsupported', parts: [] }
  const deleted: PartDeletion[] = []
  let isStopped = false
  for (const { index, ref } of standing) {
    // What hangs below something that stays would lose its beginning.
    const part: Omit<PartDeletion, 'index' | 'ref'> = isStopped
      ? { state: 'kept' }
      : await deletePart(channel, ref, options)
    isStopped ||= part.state !== 'deleted' && part.state !== 'already-gone'
    deleted.push({ index, ref, ...part })
  }
  const states = deleted.map(({ state }) => state).filter((state) => state !== 'kept')
  return { state: worst(states), parts: deleted }
}

/** Deletes one post. A deletion whose fate is unknown is asked for once more: what is gone then was deleted. */
async function deletePart(
  channel: ChannelRuntime,
  post: PostRef,
  options: CallOptions,
): Promise<Omit<PartDeletion, 'index' | 'ref'>> {
  let wasUnknown = false
  for (;;) {
    try {
      const { state } = await channel.call('deletePost', { post }, options)
      return { state: wasUnknown ? 'deleted' : state }
    } catch (caught) {
      const { kind, error } = readFailure(caught)
      // The first request may have done it, whatever is said about the second.
      if (kind !== 'unknown') return { state: wasUnknown ? 'unknown' : 'failed', error }
      if (wasUnknown) return { state: 'unknown', error }
      wasUnknown = true
    }
  }
}

function worst(states: readonly DeletionState[]): DeletionState {
  return bestFirst.findLast((state) => states.includes(state)) ?? 'already-gone'
}

function unsettledError({ channel }: Delivery, state: DeliveryState): DeliveryError {
  return new DeliveryError({
    code: 'needs-decision',
    message: `a part on channel ${channel} is ${state}: what may be there, or may still be sent, can't be deleted yet`,
    advice: 'Settle it first with deliveries.recover, or deliveries.decide; then delete again.',
  })
}
