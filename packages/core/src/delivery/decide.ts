import {
  type Deliveries,
  type Delivery,
  DeliveryError,
  type DeliveryRecord,
  type DeliveryState,
  InvalidInputError,
  type Json,
  type Lease,
  type PartDelivery,
  type PublishOptions,
  StoreError,
} from '@tutti/model'
import { type Delivering, workOnce } from './delivering.ts'
import { enterAndClaim, readRecord } from './journal/claim-record.ts'
import { deliveries, deliveryKey } from './journal/delivery-key.ts'
import { withPart } from './journal/delivery-run.ts'
import { isUnfinished } from './journal/to-delivery.ts'
import { work } from './publish/work.ts'
import { isOwnedByOther, ownRef } from './reconcile/ref-owner.ts'

/** A person's decision about one part. */
export type Decision = Parameters<Deliveries['decide']>[0]

// A part whose fate is still being read back may turn up: sending it again or calling it never sent would be a guess.
const decidable: Readonly<Record<Decision['decision'], readonly DeliveryState[]>> = {
  published: ['needs-human', 'unknown'],
  resend: ['needs-human'],
  drop: ['needs-human', 'queued'],
}

/** Carries out a person's decision, and goes on with the delivery from there. */
export async function decide(delivering: Delivering, input: Decision, options: PublishOptions): Promise<Delivery> {
  const { core } = delivering
  const id = deliveryKey(input.postId, input.channel)
  const stored = await readRecord(delivering, id)
  if (!stored) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `there is no delivery of post ${input.postId} on channel ${input.channel}`,
      path: 'postId',
    })
  }
  const channel = await core.openChannel(input.channel)
  const { value: record, version } = stored
  const part = decidablePart(record, input)
  if (input.decision === 'published') {
    const claimant = { core, channel, record }
    await checkRef(record, input.ref, () => isOwnedByOther(claimant, part.index, input.ref))
    await ownRef(claimant, part.index, input.ref)
  }
  const lease = await takeLease(delivering, id, record)
  const decided = decidedRecord(record, part, input, core.clock.now())
  const nextVersion = await core.store.documents.put(deliveries, id, decided as unknown as Json, version)
  const claimed = { id, record: decided, version: nextVersion, lease }
  return workOnce(delivering, id, () => work(delivering, channel, claimed, options))
}

function decidablePart(record: DeliveryRecord, { part: index, decision }: Decision): PartDelivery {
  const part = index === record.parts.length ? record.firstComment : record.parts[index]
  if (!part) {
    throw new InvalidInputError({ code: 'invalid-input', message: `the delivery has no part ${index}`, path: 'part' })
  }
  const isSent = part.state === 'queued' && part.openSince !== undefined
  if (decidable[decision].includes(part.state) && !isSent) return part
  if (part.state === 'unknown' || part.state === 'publishing') {
    throw new DeliveryError({
      code: 'needs-decision',
      message: `part ${index} is ${part.state}: it may be on the platform`,
      advice: 'Let deliveries.recover read back first; decide when it says needs-human.',
    })
  }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `part ${index} is ${part.state}: there is nothing to decide by ${decision}`,
    path: 'decision',
    advice: 'Read the delivery again.',
  })
}

async function checkRef(
  record: DeliveryRecord,
  ref: { readonly platform: string; readonly kind: string },
  isOthers: () => Promise<boolean>,
): Promise<void> {
  if (ref?.kind !== 'post' || ref.platform !== record.platform) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `ref must point at a post on ${record.platform}`,
      path: 'ref',
    })
  }
  if (await isOthers()) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: 'ref points at a post that another delivery has published',
      path: 'ref',
    })
  }
}

/** What waits for a person has no entry in the due index: it gets one, so that a crash from here on is taken up. */
async function takeLease(delivering: Delivering, id: string, record: DeliveryRecord): Promise<Lease> {
  const { core, leaseMs } = delivering
  const lease = isUnfinished(record)
    ? await core.store.due.claimOne(deliveries, id, { now: core.clock.now(), leaseMs })
    : await enterAndClaim(delivering, id)
  if (lease) return lease
  throw new StoreError({
    code: 'lease-lost',
    message: 'a worker is at this delivery just now',
    advice: 'Try again when it is done.',
  })
}

function decidedRecord(record: DeliveryRecord, part: PartDelivery, input: Decision, now: number): DeliveryRecord {
  const attempt = { at: now, action: 'decide', part: part.index, outcome: input.decision } as const
  const open = { error: undefined, absentSince: undefined, notBefore: undefined }
  const changed = {
    published: (ref: PartDelivery['ref']): PartDelivery => ({
      ...part,
      ...open,
      state: 'published',
      ref,
      confirmedBy: 'person',
      openSince: undefined,
    }),
    resend: (): PartDelivery => ({ ...part, ...open, state: 'queued' }),
    drop: (): PartDelivery => ({ ...part, ...open, state: 'cancelled' }),
  }
  const next = changed[input.decision](input.decision === 'published' ? input.ref : undefined)
  return { ...withPart(record, next), attempts: [...record.attempts, attempt], reason: undefined, updatedAt: now }
}
