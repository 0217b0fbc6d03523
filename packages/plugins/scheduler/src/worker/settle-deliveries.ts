import { type DeliveryState, isFinalState } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import type { ScheduleRecord } from '../calendar/schedule-record.ts'
import { isSettled, recordOutcome, unsettled } from './outcome.ts'
import { punctualMs } from './queues.ts'
import type { WorkContext } from './work-context.ts'

/** Reads from the journal what became of deliveries that had not ended well when their post was fired. */
export async function settleDeliveries({ calendar, overdue }: WorkContext): Promise<void> {
  const { host, records } = calendar
  let after: string | undefined
  for (;;) {
    const page = await host.store.documents.list(unsettled, { after, limit: 100 })
    for (const { id, version } of page) {
      const record = (await records.find(id))?.record
      // Its post is still being fired: what comes of it is written then.
      if (record?.state === 'firing') continue
      const states = Object.values((record && (await refreshDeliveries(calendar, record))) ?? {})
      const isLate = (record?.at ?? 0) < host.clock.now() - punctualMs
      if (isLate) await overdue.consider(id)
      const isOver = states.every(isSettled) || (isLate && states.every(isFinalState))
      if (isOver) await host.store.documents.delete(unsettled, id, version)
    }
    after = page.at(-1)?.id
    if (page.length < 100) return
  }
}

/** @returns the states of a post's deliveries as the journal has them; they are in its record by then */
export async function refreshDeliveries(
  calendar: Calendar,
  { id, deliveries = {} }: ScheduleRecord,
): Promise<Readonly<Record<string, DeliveryState>>> {
  const current: Record<string, DeliveryState> = {}
  for (const [channel, state] of Object.entries(deliveries)) {
    const delivery = isSettled(state) ? undefined : await calendar.host.client.deliveries.get(id, channel)
    current[channel] = delivery?.state ?? state
  }
  if (Object.entries(current).some(([channel, state]) => deliveries[channel] !== state)) {
    await recordOutcome(calendar, id, current)
  }
  return current
}
