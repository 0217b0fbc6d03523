import { type DeliveryRecord, type PartDelivery, StoreError } from '@tutti/model'
import { type DeliveryRun, type RecordChange, withPart } from './delivery-run.ts'

const retryDelaysMs = [100, 400]

/** What came of a committing request is known, and the journal can't be told. Carries what it should have said. */
export class UnwrittenOutcome extends Error {
  override readonly name = 'UnwrittenOutcome'
  readonly record: DeliveryRecord

  constructor(record: DeliveryRecord, cause: unknown) {
    super('the outcome could not be journalled', { cause })
    this.record = record
  }
}

/**
 * Journals what came of the committing request. A failing store is asked again: losing this costs a read-back.
 * @throws StoreError `store-conflict` or `lease-lost`; UnwrittenOutcome when the store keeps failing
 */
export async function recordOutcome(
  run: DeliveryRun,
  index: number,
  change: Partial<PartDelivery>,
  more: RecordChange = {},
): Promise<void> {
  for (const delayMs of [...retryDelaysMs, undefined]) {
    try {
      return await run.updatePart(index, change, more)
    } catch (error) {
      if (isTakenOver(error)) throw error
      if (delayMs === undefined)
        throw new UnwrittenOutcome(withPart(run.record, { ...run.part(index), ...change }), error)
      await run.core.clock.sleep(delayMs)
    }
  }
}

/** Whether an error says that another worker has the delivery now. */
export function isTakenOver(error: unknown): boolean {
  return StoreError.isInstance(error) && (error.code === 'store-conflict' || error.code === 'lease-lost')
}
