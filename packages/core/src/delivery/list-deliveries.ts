import type { Deliveries, Delivery, DeliveryRecord, Json } from '@tutti/model'
import type { CoreRuntime } from '../runtime.ts'
import { deliveries, deliveryKey, endOfPost } from './journal/delivery-key.ts'
import { toDelivery } from './journal/to-delivery.ts'

const pageSize = 100

/**
 * Deliveries by post id. `limit` is for whole posts: the last one's channels are never torn apart,
 * so that `after` can name a post.
 */
export async function listDeliveries(
  core: CoreRuntime,
  options: Parameters<Deliveries['list']>[0] = {},
): Promise<readonly Delivery[]> {
  const { limit = pageSize } = options
  const listed: Delivery[] = []
  let after = options.after === undefined ? undefined : endOfPost(options.after)
  for (;;) {
    const page = await core.store.documents.list<DeliveryRecord & Json>(deliveries, { after, limit: pageSize })
    for (const { value } of page) {
      if (listed.length >= limit && listed.at(-1)?.postId !== value.postId) return listed
      listed.push(toDelivery(value))
    }
    if (page.length < pageSize) return listed
    after = page.at(-1)?.id
  }
}

/** The deliveries of one post, one per channel. */
export async function listDeliveriesOf(core: CoreRuntime, postId: string): Promise<readonly Delivery[]> {
  const listed: Delivery[] = []
  let after = deliveryKey(postId, '')
  for (;;) {
    const page = await core.store.documents.list<DeliveryRecord & Json>(deliveries, { after, limit: pageSize })
    for (const { value } of page) {
      if (value.postId !== postId) return listed
      listed.push(toDelivery(value))
    }
    if (page.length < pageSize) return listed
    after = page.at(-1)?.id ?? after
  }
}
