import type { Adapter, DeliveryRecord, OnAbsent, PartDelivery, PreparedPost } from '@tutti/model'

/** The record of a delivery that begins: every part queued, each with the key it keeps over all attempts. */
export function newRecord(adapter: Adapter, prepared: PreparedPost, onAbsent: OnAbsent, now: number): DeliveryRecord {
  let after: string | undefined
  const queued = (index: number): PartDelivery => {
    const key = adapter.createKey?.({ nowMs: now, after }) ?? crypto.randomUUID()
    after = key
    return { index, state: 'queued', key, warnings: [] }
  }
  return {
    postId: prepared.postId,
    channel: prepared.channel,
    platform: prepared.platform,
    state: 'queued',
    parts: prepared.parts.map((_, index) => queued(index)),
    ...(prepared.firstComment && { firstComment: queued(prepared.parts.length) }),
    contentHash: prepared.contentHash,
    issues: prepared.issues,
    attempts: [],
    createdAt: now,
    updatedAt: now,
    prepared,
    options: { onAbsent },
  }
}

/** The same record for another try: what provably never happened is queued again, with its old key. */
export function retriedRecord(record: DeliveryRecord, onAbsent: OnAbsent, now: number): DeliveryRecord {
  const retried = (part: PartDelivery): PartDelivery =>
    isRepeatable(part) ? { ...part, state: 'queued', error: undefined, notBefore: undefined } : part
  return {
    ...record,
    state: 'queued',
    parts: record.parts.map(retried),
    ...(record.firstComment && { firstComment: retried(record.firstComment) }),
    reason: undefined,
    updatedAt: now,
    options: { onAbsent },
  }
}

/** Whether a part may be sent again because nothing of it is on the platform, and somebody may still want it. */
export function isRepeatable(part: PartDelivery): boolean {
  return part.state === 'held' || part.state === 'not-sent' || part.state === 'rejected'
}
