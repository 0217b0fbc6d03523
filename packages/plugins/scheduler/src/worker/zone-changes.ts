import type { Calendar } from '../calendar/calendar.ts'
import { isTakenOver, type VersionedRecord } from '../calendar/records.ts'
import { hasTime, type ScheduleState } from '../calendar/schedule-record.ts'
import { schedulerMoved } from '../schedule-events.ts'
import { instantOf, type WallTime } from '../time/wall-time.ts'

const collection = 'zone-rules'
const openStates: readonly ScheduleState[] = ['draft', 'submitted', 'rejected', 'approved', 'scheduled']

/** The version of the time zone rules that this process goes by, such as `2026a`; nothing where it does not say. */
const ownVersion = (): string | undefined => globalThis.process?.versions.tz

/**
 * Derives the instants of what is planned anew when this process knows newer rules of time zones than those
 * that they were derived by. The wall time is what was promised: it stays, and its new instant wins.
 */
export async function deriveAnew(calendar: Calendar): Promise<void> {
  const { documents } = calendar.host.store
  const version = ownVersion()
  if (version === undefined) return
  const known = await documents.get<{ version: string }>(collection, 'derived')
  // An older process leaves it to the newer one.
  if (known && known.value.version >= version) return
  if (known) {
    for await (const found of calendar.records.between(0, Number.POSITIVE_INFINITY)) await retime(calendar, found)
  }
  await documents.put(collection, 'derived', { version }, known?.version ?? 'absent').catch((error) => {
    if (!isTakenOver(error)) throw error
  })
}

async function retime(calendar: Calendar, found: VersionedRecord): Promise<void> {
  const { record } = found
  if (!hasTime(record) || !openStates.includes(record.state)) return
  const time = deriveTime(record.wallTime, record.timeZone, record.disambiguation)
  if (time.at === record.at) return
  try {
    const moved = await calendar.records.retime(found, time)
    calendar.host.emit(schedulerMoved, {
      scheduled: calendar.show(moved.record),
      previousAt: record.at,
      why: 'zone-changed',
    })
  } catch (error) {
    // Somebody has just given it another time, by the same rules.
    if (!isTakenOver(error)) throw error
  }
}

/** What was to be refused when it was planned has been promised since. */
function deriveTime(...[wallTime, timeZone, disambiguation]: Parameters<typeof instantOf>): WallTime {
  return instantOf(wallTime, timeZone, disambiguation === 'reject' ? 'compatible' : disambiguation)
}
