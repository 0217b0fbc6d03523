import type { Calendar } from '../calendar/calendar.ts'
import type { SeriesStore } from '../series/series-store.ts'

/** Takes back what an import has written whose process has died. Nobody has seen any of it. */
export async function tidyBatches({ batches, records }: Calendar, shelf: SeriesStore): Promise<void> {
  const dead: string[] = []
  for (const batch of await batches.leftBehind()) {
    if (await batches.abandon(batch)) dead.push(batch)
    // It was committed, and its process died before it could say so.
    else await batches.forgetOpen(batch)
  }
  if (dead.length === 0) return
  for await (const { record } of records.stored()) {
    if (record.batch !== undefined && dead.includes(record.batch)) await records.discard(record.id, record.batch)
  }
  for await (const { id, batch } of shelf.stored()) {
    if (batch !== undefined && dead.includes(batch)) await shelf.discard(id, batch)
  }
  for (const batch of dead) await batches.forget(batch)
}
