import { type DeliveryRecord, type Json, type Lease, type StoredDocument, StoreError } from '@tutti/model'
import type { Delivering } from '../delivering.ts'
import { deliveries } from './delivery-key.ts'

/** A delivery as the journal keeps it. */
export type StoredRecord = StoredDocument<DeliveryRecord & Json>

/** A record in the journal whose lease is held. */
export interface ClaimedRecord {
  readonly id: string
  readonly record: DeliveryRecord
  readonly version: number
  readonly lease: Lease
}

/** The record of a delivery, if there is one. */
export function readRecord({ core }: Delivering, id: string): Promise<StoredRecord | undefined> {
  return core.store.documents.get(deliveries, id)
}

/** A record that nobody has touched for so many leases has lost its entry in the due index. */
const forgottenLeases = 10

/** Makes an entry in the due index and takes its lease; from any other worker, too. */
export async function enterAndClaim({ core, leaseMs }: Delivering, id: string): Promise<Lease | undefined> {
  const now = core.clock.now()
  // Due only when the lease ends: until it is claimed here, nobody else shall find it.
  await core.store.due.add(deliveries, id, now + leaseMs)
  return core.store.due.claimOne(deliveries, id, { now, leaseMs })
}

/**
 * Takes the lease on an unfinished delivery.
 * @throws StoreError `lease-lost` when a living worker holds it, or it was settled meanwhile
 */
export async function claimRecord(delivering: Delivering, id: string): Promise<ClaimedRecord> {
  const { core, leaseMs } = delivering
  const now = core.clock.now()
  let lease = await core.store.due.claimOne(deliveries, id, { now, leaseMs })
  // Read after the claim: it may have moved on until the lease was ours.
  const stored = await readRecord(delivering, id)
  if (!lease && stored && stored.value.updatedAt < now - forgottenLeases * leaseMs) {
    lease = await enterAndClaim(delivering, id)
  }
  if (!lease || !stored) {
    throw new StoreError({
      code: 'lease-lost',
      message: 'another worker has this delivery',
      advice: 'Wait for that one.',
    })
  }
  return { id, record: stored.value, version: stored.version, lease }
}
