import { type Delivery, type DeliveryRecord, isFinalState } from '@tutti/model'
import { deepFreeze } from '../../deep-freeze.ts'

/** What callers and plugins see of a record. Frozen: it shares its parts with the record that is worked on. */
export function toDelivery(record: DeliveryRecord): Delivery {
  const { prepared: _prepared, options: _options, notified: _notified, ...delivery } = record
  return deepFreeze(delivery)
}

/** Whether there is still something to do that needs no person. */
export function isUnfinished(record: DeliveryRecord): boolean {
  if (!isFinalState(record.state)) return true
  const { firstComment } = record
  return record.state === 'published' && firstComment !== undefined && !isFinalState(firstComment.state)
}
