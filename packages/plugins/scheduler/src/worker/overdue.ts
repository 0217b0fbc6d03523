import type { Calendar } from '../calendar/calendar.ts'
import { queue } from '../calendar/records.ts'
import { hasTime, type TimedRecord } from '../calendar/schedule-record.ts'
import type { Pauses } from '../pause/pauses.ts'
import { schedulerOverdue } from '../schedule-events.ts'
import { isSettled } from './outcome.ts'
import { createSideQueues, punctualMs } from './queues.ts'
import { refreshDeliveries } from './settle-deliveries.ts'
import type { OverduePost } from './worker-api.ts'

const collection = 'overdue'
const lookLimit = 1000
const inTurn = 'it is being published, or has its turn behind others'

/** What should have gone out and has not: found, told once, and looked at again whenever somebody asks. */
export function createOverdue(calendar: Calendar, pauses: Pauses) {
  const { host, records, show } = calendar
  const { documents, due } = host.store
  const sides = createSideQueues(host.store, () => host.clock.now())

  /** Posts that are due, or wait: for their turn, for another try, and for the end of a pause. */
  const findDue = async (until: number): Promise<Set<string>> => {
    const ids = new Set<string>()
    for (const { id } of await due.list(queue, { until, limit: lookLimit })) ids.add(id)
    for await (const name of sides.names()) {
      for (const { id } of await due.list(name, { limit: lookLimit })) ids.add(id)
    }
    return ids
  }

  const explain = async (record: TimedRecord): Promise<OverduePost | undefined> => {
    const lateMs = host.clock.now() - record.at
    if (lateMs <= punctualMs) return undefined
    const deliveries = record.deliveries && (await refreshDeliveries(calendar, record))
    const current = { ...record, deliveries }
    const why = await reasonOf(current)
    return why && { scheduled: show(current), lateMs, ...why }
  }

  const reasonOf = async (record: TimedRecord): Promise<Pick<OverduePost, 'reason' | 'detail'> | undefined> => {
    const { state, preview, campaign, deliveries = {}, reason } = record
    switch (state) {
      case 'cancelled':
        return undefined
      case 'missed':
      case 'waiting':
        return { reason: state, detail: reason ?? state }
      case 'fired': {
        const open = Object.entries(deliveries).filter(([, one]) => !isSettled(one))
        if (open.length === 0) return undefined
        return { reason: 'not-published', detail: open.map(([channel, one]) => `${channel}: ${one}`).join(', ') }
      }
      case 'scheduled':
      case 'firing': {
        const found = await Promise.all(
          Object.keys(preview.channels).map((channel) => pauses.find({ channel, campaign })),
        )
        const pause = found.find((one) => one !== undefined)
        if (pause) return { reason: 'paused', detail: pause.reason }
        if (state === 'scheduled' && record.catchUpAt === undefined) {
          return { reason: 'not-claimed', detail: 'no worker has taken it yet' }
        }
        return { reason: 'under-way', detail: (await whatKeeps(record)) ?? inTurn }
      }
      default:
        return { reason: 'not-approved', detail: `it is ${state}` }
    }
  }

  /** What the last try has met on each channel that is tried again. */
  const whatKeeps = async ({ id, preview, deliveries }: TimedRecord): Promise<string | undefined> => {
    const kept: string[] = []
    for (const channel of Object.keys(preview.channels)) {
      if (deliveries?.[channel] !== undefined) continue
      const delivery = await host.client.deliveries.get(id, channel)
      const error = delivery?.state === 'not-sent' && delivery.parts.find((part) => part.error)?.error
      if (error) kept.push(`${channel}: tried again, for it could not be sent: ${error.message}`)
    }
    return kept.length === 0 ? undefined : kept.join('; ')
  }

  /** Remembers a post, and tells of it unless it was told of at this time of it. */
  const mark = async (overdue: OverduePost) => {
    const { id, at } = overdue.scheduled
    const known = await documents.get<{ at: number }>(collection, id)
    if (known?.value.at === at) return
    await documents.put(collection, id, { at }, known?.version ?? 'absent')
    host.emit(schedulerOverdue, { overdue })
  }

  const explainId = async (id: string): Promise<OverduePost | undefined> => {
    const record = (await records.find(id))?.record
    return record && hasTime(record) ? explain(record) : undefined
  }

  return {
    /** Looks for what is overdue, and tells. */
    async watch(): Promise<void> {
      for (const id of await findDue(host.clock.now() - punctualMs - 1)) {
        const overdue = await explainId(id)
        if (overdue) await mark(overdue)
      }
    },

    /** Looks at one post that has left the queue without going out well. */
    async consider(id: string): Promise<void> {
      const overdue = await explainId(id)
      if (overdue) await mark(overdue)
    },

    async list(): Promise<readonly OverduePost[]> {
      const found: OverduePost[] = []
      const ids = await findDue(host.clock.now())
      let after: string | undefined
      for (;;) {
        const page = await documents.list(collection, { after, limit: 500 })
        for (const { id, version } of page) {
          const overdue = await explainId(id)
          ids.delete(id)
          if (overdue) found.push(overdue)
          // It has gone out since, or was cancelled or given another time.
          else await documents.delete(collection, id, version).catch(() => {})
        }
        after = page.at(-1)?.id
        if (page.length < 500) break
      }
      for (const id of ids) {
        const overdue = await explainId(id)
        if (overdue) found.push(overdue)
      }
      return found.sort((one, other) => one.scheduled.at - other.scheduled.at)
    },
  }
}

/** What `createOverdue` returns. */
export type Overdue = ReturnType<typeof createOverdue>
