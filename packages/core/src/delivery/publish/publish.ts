import {
  type CallOptions,
  type Delivery,
  deliveryFailed,
  type Post,
  type PreparedPost,
  type Preview,
  type PublishOptions,
  type PublishResult,
} from '@tutti/model'
import type { ChannelRuntime } from '../../runtime.ts'
import { type Delivering, workOnce } from '../delivering.ts'
import { checkPreview, isPreview } from '../input/check-preview.ts'
import { openSeal } from '../input/sealed-post.ts'
import { deliveryKey } from '../journal/delivery-key.ts'
import { refusedDelivery } from '../journal/held-delivery.ts'
import { admit } from './admit.ts'
import { runAroundPublish } from './around-publish.ts'
import { work } from './work.ts'

/** Publishes a preview, or prepares a post and publishes that. One channel's fate leaves the others alone. */
export async function publish(
  delivering: Delivering,
  prepare: (post: Post, options: CallOptions) => Promise<Preview>,
  postOrPreview: Post | Preview,
  options: PublishOptions,
): Promise<PublishResult> {
  const preview = isPreview(postOrPreview) ? postOrPreview : await prepare(postOrPreview, options)
  if (preview === postOrPreview) checkPreview(preview)
  const prepared = Object.values(preview.channels)
  // All of them first: a misspelt channel shall not be found out with half of the posts sent.
  const channels = await Promise.all(prepared.map((item) => delivering.core.openChannel(item.channel)))
  return runAroundPublish(delivering.core, preview, async () => {
    const delivered = await Promise.all(
      channels.map((channel, index) => publishOn(delivering, channel, prepared[index] as PreparedPost, options)),
    )
    return { postId: preview.postId, deliveries: Object.fromEntries(delivered.map((item) => [item.channel, item])) }
  })
}

async function publishOn(
  delivering: Delivering,
  channel: ChannelRuntime,
  given: PreparedPost,
  options: PublishOptions,
): Promise<Delivery> {
  const prepared = await openSeal(given)
  if (!prepared) {
    const reason = 'what would be sent is not what was prepared'
    return refusedDelivery(given, 'content-changed', reason, delivering.core.clock.now())
  }
  const id = deliveryKey(prepared.postId, prepared.channel)
  for (;;) {
    const delivery = await workOnce(delivering, id, async () => {
      const admission = await admit(delivering, channel, id, prepared, options)
      if ('claimed' in admission) return work(delivering, channel, admission.claimed, options)
      const { delivery } = admission
      if (delivery.state === 'held') delivering.core.events.emit(deliveryFailed, { delivery })
      return delivery
    })
    // Another call of the same id may have been joined, which was about other content.
    if (delivery.contentHash === prepared.contentHash) return delivery
  }
}
