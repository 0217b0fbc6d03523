import {
  type DeliveryAttempt,
  type DeliveryRecord,
  deliveryChanged,
  type Json,
  type PartDelivery,
  type PreparedPart,
  type PublishOptions,
  worstState,
} from '@tutti/model'
import type { ChannelRuntime, CoreRuntime } from '../../runtime.ts'
import { deliveries } from './delivery-key.ts'
import type { LeaseHold } from './lease-hold.ts'
import { toDelivery } from './to-delivery.ts'

/** More entries than this say nothing new; the oldest go. */
const maxAttempts = 100

/** One worker's work on one delivery: the record as it stands in the journal, and the lease on it. */
export interface DeliveryRun {
  readonly core: CoreRuntime
  readonly channel: ChannelRuntime
  readonly options: PublishOptions
  readonly hold: LeaseHold
  /** Epoch milliseconds at which this run began. */
  readonly startedAt: number
  /** The record as the journal has it. */
  readonly record: DeliveryRecord
  /** For the committing request: aborted by the caller, or when another worker has taken over. */
  readonly signal: AbortSignal | undefined
  /** Aborted when the client closes: ends waiting, not requests. */
  readonly stopping: AbortSignal
  /** What the run itself remembers; not journalled. */
  readonly memory: { isGuarded: boolean }
  /** A part by its index; the one behind the last is the first comment. */
  part(index: number): PartDelivery
  /** What is sent for a part. */
  content(index: number): PreparedPart
  /**
   * Writes a change of one part, and of the delivery's state with it.
   * @throws StoreError `store-conflict` or `lease-lost` when another worker has it; `store-failed`
   */
  updatePart(index: number, change: Partial<PartDelivery>, more?: RecordChange): Promise<void>
  /** Writes a change of the record. Throws as `updatePart` does. */
  update(change: Partial<DeliveryRecord>): Promise<void>
}

/** What goes into the record along with a part's change. */
export interface RecordChange {
  readonly attempt?: Omit<DeliveryAttempt, 'at' | 'part'> | undefined
  readonly reason?: string | undefined
}

/** Begins work on a record that is in the journal under `version`, and whose lease is held. */
export function startRun(input: {
  readonly core: CoreRuntime
  readonly channel: ChannelRuntime
  readonly options: PublishOptions
  readonly hold: LeaseHold
  readonly stopping: AbortSignal
  readonly id: string
  readonly record: DeliveryRecord
  readonly version: number
}): DeliveryRun {
  const { core, channel, options, hold, id } = input
  const { clock, store, events } = core
  let { record, version } = input

  async function write(next: DeliveryRecord): Promise<void> {
    await hold.ensureHeld()
    version = await store.documents.put(deliveries, id, next as unknown as Json, version)
    record = next
    events.emit(deliveryChanged, { delivery: toDelivery(record) })
  }

  return {
    core,
    channel,
    options,
    hold,
    startedAt: clock.now(),
    signal: signalOf(core, options, hold),
    stopping: input.stopping,
    memory: { isGuarded: false },
    get record() {
      return record
    },
    part: (index) => partOf(record, index),
    content: (index) => contentOf(record, index),
    updatePart(index, change, more = {}) {
      const at = clock.now()
      const next = withPart(record, { ...partOf(record, index), ...change })
      const attempts = more.attempt ? [...record.attempts, { at, part: index, ...more.attempt }] : record.attempts
      return write({ ...next, attempts: attempts.slice(-maxAttempts), reason: more.reason, updatedAt: at })
    },
    update: (change) => write({ ...record, ...change, updatedAt: clock.now() }),
  }
}

/** Nobody else can take over what lives in the memory of this process: then only the caller has a say. */
function signalOf(core: CoreRuntime, { signal }: PublishOptions, hold: LeaseHold): AbortSignal | undefined {
  if (!core.storeIsDurable) return signal
  return signal ? AbortSignal.any([hold.signal, signal]) : hold.signal
}

/** The record with one part replaced and its state worked out anew. */
export function withPart(record: DeliveryRecord, part: PartDelivery): DeliveryRecord {
  // The first comment never counts for the state of the delivery.
  if (part.index === record.parts.length) return { ...record, firstComment: part }
  const parts = record.parts.map((old) => (old.index === part.index ? part : old))
  return { ...record, parts, state: worstState(parts.map((item) => item.state)) }
}

function partOf(record: DeliveryRecord, index: number): PartDelivery {
  const part = index === record.parts.length ? record.firstComment : record.parts[index]
  if (!part) throw new RangeError(`the delivery has no part ${index}`)
  return part
}

function contentOf({ prepared }: DeliveryRecord, index: number): PreparedPart {
  const content = index === prepared.parts.length ? prepared.firstComment : prepared.parts[index]
  if (!content) throw new RangeError(`the prepared post has no part ${index}`)
  return content
}
