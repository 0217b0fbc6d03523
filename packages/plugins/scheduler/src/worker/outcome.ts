import type { DeliveryState } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isTakenOver, type VersionedRecord } from '../calendar/records.ts'
import type { ScheduleRecord } from '../calendar/schedule-record.ts'
import { schedulerFired } from '../schedule-events.ts'

/** Posts that have fired and are not out everywhere: the sweep looks after them. */
export const unsettled = 'unsettled'

/** Whether nothing is left to be done about a delivery. */
export function isSettled(state: DeliveryState): boolean {
  return state === 'published' || state === 'cancelled'
}

/**
 * Writes what came of a post on some of its channels. The one that adds the last of them makes the post
 * `fired`, and tells.
 * @param known the record as it was last seen; who has an old one reads it again
 */
export async function recordOutcome(
  calendar: Calendar,
  id: string,
  outcome: Readonly<Record<string, DeliveryState>>,
  known?: VersionedRecord,
): Promise<ScheduleRecord | undefined> {
  const { host, records } = calendar
  let found = known ?? (await records.find(id))
  for (;;) {
    if (!found || !['firing', 'fired'].includes(found.record.state)) return found?.record
    const deliveries = { ...found.record.deliveries, ...outcome }
    const isWhole = Object.keys(found.record.preview.channels).every((channel) => deliveries[channel] !== undefined)
    const hasEnded = isWhole && found.record.state === 'firing'
    if (hasEnded && !Object.values(deliveries).every(isSettled))
      await host.store.documents.put(unsettled, id, {}, 'any')
    try {
      const { record } = await records.replace(found, { deliveries, ...(hasEnded && { state: 'fired' }) })
      if (hasEnded) host.emit(schedulerFired, { scheduled: calendar.show(record) })
      return record
    } catch (error) {
      // Another channel of the same post was written at the same moment.
      if (!isTakenOver(error)) throw error
      found = await records.find(id)
    }
  }
}
