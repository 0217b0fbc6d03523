import { type Delivery, type ErrorCode, InvalidInputError, type PreparedPost } from '@tutti/model'

/** What a caller gets for content that was not taken into the journal. Nothing was sent. */
export function refusedDelivery(
  prepared: PreparedPost,
  code: Extract<ErrorCode, 'content-changed' | 'already-published'>,
  reason: string,
  now: number,
): Delivery {
  const { postId, channel, platform, contentHash, issues } = prepared
  const error = new InvalidInputError({ code, message: reason, channel, platform }).toJSON()
  const parts = prepared.parts.map((_, index) => ({ index, state: 'held', key: '', warnings: [], error }) as const)
  const attempts: Delivery['attempts'] = []
  return {
    postId,
    channel,
    platform,
    state: 'held',
    parts,
    contentHash,
    issues,
    reason,
    attempts,
    createdAt: now,
    updatedAt: now,
  }
}
