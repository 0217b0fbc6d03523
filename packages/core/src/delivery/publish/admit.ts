import {
  type Delivery,
  type DeliveryRecord,
  isFinalState,
  type Json,
  type PreparedPost,
  type PublishOptions,
} from '@tutti/model'
import type { ChannelRuntime } from '../../runtime.ts'
import type { Delivering } from '../delivering.ts'
import {
  type ClaimedRecord,
  claimRecord,
  enterAndClaim,
  readRecord,
  type StoredRecord,
} from '../journal/claim-record.ts'
import { deliveries } from '../journal/delivery-key.ts'
import { refusedDelivery } from '../journal/held-delivery.ts'
import { isRepeatable, newRecord, retriedRecord } from '../journal/new-record.ts'
import { isTakenOver } from '../journal/record-outcome.ts'
import { isUnfinished, toDelivery } from '../journal/to-delivery.ts'
import { hasErrors } from '../prepare/issues.ts'
import { toErrorRecord } from './read-failure.ts'

/** Either there is something to work on, or the answer is there already. */
export type Admission = { readonly claimed: ClaimedRecord } | { readonly delivery: Delivery }

/**
 * Takes a prepared post into the journal, once: what is there under the same id and content is
 * continued or returned; other content replaces it only where nothing of it can be on the platform.
 */
export async function admit(
  delivering: Delivering,
  channel: ChannelRuntime,
  id: string,
  prepared: PreparedPost,
  options: PublishOptions,
): Promise<Admission> {
  const { clock } = delivering.core
  const onAbsent = options.onAbsent ?? 'ask'
  const now = clock.now()
  let existing: StoredRecord | undefined
  try {
    existing = await readRecord(delivering, id)
  } catch (error) {
    return { delivery: notJournalled(newRecord(channel.adapter, prepared, onAbsent, now), error) }
  }
  if (!existing) return begin(delivering, id, newRecord(channel.adapter, prepared, onAbsent, now), 'absent')

  const { value, version } = existing
  if (value.contentHash !== prepared.contentHash) {
    if (!isReplaceable(value)) {
      return {
        delivery: refusedDelivery(
          prepared,
          'already-published',
          `other content has gone out as post ${value.postId}`,
          now,
        ),
      }
    }
    return begin(delivering, id, newRecord(channel.adapter, prepared, onAbsent, now), version)
  }
  if (isUnfinished(value)) return resume(delivering, id, value)
  if (!value.parts.some(isRepeatable)) return { delivery: toDelivery(value) }
  return begin(delivering, id, { ...retriedRecord(value, onAbsent, now), issues: prepared.issues, prepared }, version)
}

/** Writes a record to work on. The entry in the due index comes first: a record without one would be forgotten. */
async function begin(
  delivering: Delivering,
  id: string,
  record: DeliveryRecord,
  expected: number | 'absent',
): Promise<Admission> {
  const { core, leaseMs } = delivering
  if (hasErrors(record.prepared.issues)) return { delivery: await keepHeld(delivering, id, record, expected) }
  try {
    const enteredAt = core.clock.now()
    let lease = await enterAndClaim(delivering, id)
    if (!lease) return current(delivering, id, record)
    const version = await core.store.documents.put(deliveries, id, record as unknown as Json, expected)
    // While this process was stopped, somebody may have tidied the entry away that had no record yet.
    if (core.clock.now() >= enteredAt + leaseMs) lease = await enterAndClaim(delivering, id)
    return lease ? { claimed: { id, record, version, lease } } : current(delivering, id, record)
  } catch (error) {
    if (isTakenOver(error)) return current(delivering, id, record)
    return { delivery: notJournalled(record, error) }
  }
}

/** Goes on with what another call or another process has begun, unless that one is still alive. */
async function resume(delivering: Delivering, id: string, known: DeliveryRecord): Promise<Admission> {
  try {
    return { claimed: await claimRecord(delivering, id) }
  } catch (error) {
    if (!isTakenOver(error))
      delivering.core.log.warn('an unfinished delivery could not be taken up', { channel: known.channel })
    return current(delivering, id, known)
  }
}

/** Kept for the author to see; nothing will be done about it. */
async function keepHeld(
  delivering: Delivering,
  id: string,
  record: DeliveryRecord,
  expected: number | 'absent',
): Promise<Delivery> {
  const reason = record.issues.find((issue) => issue.severity === 'error')?.message
  const parts = record.parts.map((part) => (part.state === 'queued' ? ({ ...part, state: 'held' } as const) : part))
  const held: DeliveryRecord = { ...record, state: 'held', parts, reason }
  try {
    await delivering.core.store.documents.put(deliveries, id, held as unknown as Json, expected)
  } catch {
    delivering.core.log.warn('a held delivery could not be stored', { postId: record.postId, channel: record.channel })
  }
  return toDelivery(held)
}

async function current(delivering: Delivering, id: string, record: DeliveryRecord): Promise<Admission> {
  const stored = await readRecord(delivering, id).catch(() => undefined)
  return { delivery: toDelivery(stored?.value ?? record) }
}

/** Nothing of it is in the journal, so nothing was sent and nothing will be. */
function notJournalled(record: DeliveryRecord, cause: unknown): Delivery {
  const error = toErrorRecord(cause, 'not-sent')
  const parts = record.parts.map((part) => ({ ...part, state: 'not-sent', error }) as const)
  return toDelivery({ ...record, state: 'not-sent', parts })
}

/** Whether no part can be on the platform, or get there without anybody asking for it. */
function isReplaceable(record: DeliveryRecord): boolean {
  return record.parts.every(
    (part) => part.openSince === undefined && part.state !== 'published' && isSettledUnsent(part.state),
  )
}

function isSettledUnsent(state: DeliveryRecord['state']): boolean {
  return state === 'queued' || (isFinalState(state) && state !== 'needs-human')
}
