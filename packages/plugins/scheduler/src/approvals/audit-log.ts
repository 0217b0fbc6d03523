import type { Json, PluginHost, StoredSample } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import type { ScheduleRecord } from '../calendar/schedule-record.ts'
import type { AuditEntry, AuditFilter } from './approvals-api.ts'

const series = 'audit'

/** Adds a line to the audit log. */
export async function recordAudit({ store }: PluginHost, entry: AuditEntry): Promise<void> {
  await store.samples.append(series, [{ at: entry.at, value: entry as unknown as Json }])
}

/** Writes every decision about a post into the audit log. */
export function auditCalendar({ host, extensions }: Calendar): void {
  extensions.changed.push(({ entry, after }) => recordAudit(host, { ...entry, id: after.id }))
}

/**
 * Reads the audit log. A process that dies between a decision and its line leaves the line in the record's own
 * history, which the decision wrote: it is found there.
 */
export async function readAudit(calendar: Calendar, { id, from, to }: AuditFilter): Promise<readonly AuditEntry[]> {
  const found = new Map<string, AuditEntry>()
  const take = (entry: AuditEntry) => {
    if (id !== undefined && entry.id !== id) return
    if (entry.at >= (from ?? Number.NEGATIVE_INFINITY) && entry.at < (to ?? Number.POSITIVE_INFINITY)) {
      found.set(keyOf(entry), entry)
    }
  }
  const takeHistory = (record: ScheduleRecord | undefined) => {
    for (const entry of record?.history ?? []) take({ ...entry, id: record?.id })
  }
  for (const { value } of await readSamples(calendar.host, from, to)) take(value as unknown as AuditEntry)
  if (id !== undefined) takeHistory((await calendar.records.find(id))?.record)
  else for await (const record of calendar.records.all()) takeHistory(record)
  return [...found.values()].sort((one, other) => one.at - other.at)
}

/** A line and its twin in a history are one. */
function keyOf({ id, at, action, by, from, to, version, detail }: AuditEntry): string {
  return JSON.stringify([id, at, action, by, from, to, version, detail])
}

/** Every sample, page by page. Many may share one instant: the next page begins with the last one's again. */
async function readSamples(
  { store }: PluginHost,
  from: number | undefined,
  to: number | undefined,
): Promise<readonly StoredSample[]> {
  const all: StoredSample[] = []
  let start = from
  let limit = 1000
  for (;;) {
    const page = await store.samples.read(series, { from: start, to, limit })
    const last = page.at(-1)
    if (!last || page.length < limit) return [...all, ...page]
    if (page[0]?.at === last.at) {
      limit *= 2
      continue
    }
    all.push(...page.filter(({ at }) => at < last.at))
    start = last.at
  }
}
