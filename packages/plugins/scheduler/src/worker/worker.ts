import type { Lease } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { queue } from '../calendar/records.ts'
import type { Pauses } from '../pause/pauses.ts'
import { admit } from './admit.ts'
import { createCatchUp } from './catch-up.ts'
import { pumpLanes } from './dispatch.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createLanes } from './lanes.ts'
import type { Overdue } from './overdue.ts'
import { createSideQueues, leaseMs, punctualMs } from './queues.ts'
import { createReport } from './report.ts'
import { settleDeliveries } from './settle-deliveries.ts'
import { sweepSideQueues } from './sweep.ts'
import type { WorkContext } from './work-context.ts'
import { deriveAnew } from './zone-changes.ts'

const claimLimit = 100

/** How many entries are looked at for the next that falls due: few at first, for most often the first is it. */
const lookAheadLimits = [20, 1000]

/** When to look again where none of them was. */
const crowdedMs = 1_000

/** Claims what is due and publishes it. */
export interface Worker {
  start(): void
  /** Claims nothing new, and resolves when what is under way has ended. */
  stop(): Promise<void>
  /** Looks for something to do now. */
  wake(): void
}

/**
 * Makes a worker: it works when the engine wakes it, when something falls due that it has seen coming, and in
 * a sweep that finds the rest. Several may share a store.
 */
export function createWorker(calendar: Calendar, pauses: Pauses, overdue: Overdue): Worker {
  const { host, options, extensions } = calendar
  const { clock, store } = host
  const heartbeat = createHeartbeat(host)
  let isStopped = true
  let round: Promise<void> | undefined
  let wanted: 'nothing' | 'places' | 'everything' = 'nothing'
  /** What is due by then was asked for; what has fallen due since was not. Epoch milliseconds. */
  let askedUntil = 0

  const tell = createReport(host)
  // While it stops, the client closes: what fails then is found again by the next worker.
  const report = (error: unknown) => {
    if (!isStopped) tell(error)
  }

  const context: WorkContext = {
    calendar,
    pauses,
    overdue,
    lanes: createLanes(() => clock.now()),
    sides: createSideQueues(store, () => clock.now()),
    catchUp: createCatchUp(host, options.spacingMs),
    underWay: new Set(),
    report,
    pump: () => look('places'),
  }

  // One that fails stays claimed until its lease ends, so it is tried again without haste.
  const take = (lease: Lease) => admit(context, lease).catch(report)

  const claimDue = async () => {
    for (;;) {
      askedUntil = clock.now()
      const leases = await store.due.claim(queue, { now: askedUntil, leaseMs, limit: claimLimit })
      heartbeat.claimed(leases.length)
      const lateSince = clock.now() - punctualMs
      const inTime = leases.filter(({ dueAt }) => dueAt >= lateSince)
      await Promise.all(inTime.map(take))
      // One after another: the oldest shall have the first turn.
      for (const lease of leases) if (lease.dueAt < lateSince) await take(lease)
      if (leases.length < claimLimit || isStopped) return
    }
  }

  /** The next that falls due, as the store said the last time that it was looked into. */
  let nextDueAt: number | undefined
  const findNextDue = async () => {
    const now = clock.now()
    for (const limit of lookAheadLimits) {
      const soon = await store.due.list(queue, { until: now + options.sweepEveryMs, limit })
      const next = soon.find(({ dueAt }) => dueAt > askedUntil)
      if (next || soon.length < limit) return next?.dueAt
    }
    // What is claimed and under way hides what comes next.
    return now + crowdedMs
  }

  const work = async () => {
    while (wanted !== 'nothing' && !isStopped) {
      const looksForAll = wanted === 'everything'
      wanted = 'nothing'
      if (await pauses.everything()) {
        // It asks, and knows why it takes nothing.
        heartbeat.claimed(0)
        nextDueAt = undefined
        continue
      }
      if (looksForAll) {
        await claimDue()
        nextDueAt = await findNextDue()
      }
      await pumpLanes(context)
    }
  }

  let cancelNext = () => {}
  /** A timer for what comes before the next sweep: nobody else announces it. */
  const lookAhead = () => {
    const now = clock.now()
    const next = [nextDueAt, context.lanes.nextAt()].filter((at) => at !== undefined)
    cancelNext()
    if (next.length > 0 && !isStopped) {
      cancelNext = clock.setTimer(Math.max(0, Math.min(...next) - now), () => look('everything'))
    }
  }

  function look(what: 'places' | 'everything'): void {
    if (isStopped) return
    if (wanted !== 'everything') wanted = what
    round ??= work()
      .then(lookAhead)
      .catch(report)
      .finally(() => {
        round = undefined
        // Something may have come up while it looked ahead.
        if (wanted !== 'nothing') look(wanted)
      })
  }

  let cancelSweep = () => {}
  let sweeping: Promise<void> | undefined
  const tasks = [
    () => heartbeat.beat(),
    () => sweepSideQueues(context),
    () => settleDeliveries(context),
    () => deriveAnew(calendar),
  ]
  const sweep = async () => {
    for (const task of [...tasks, ...extensions.sweep]) if (!isStopped) await task().catch(report)
    look('everything')
  }
  const sweepLater = (delayMs: number) => {
    cancelSweep = clock.setTimer(delayMs, () => {
      sweeping ??= sweep().finally(() => {
        sweeping = undefined
      })
      look('everything')
      sweepLater(options.sweepEveryMs)
    })
  }

  // Only while it works: of a shared queue each wake-up comes to one listener, and who does nothing must take none.
  let stopListening = () => {}

  return {
    start() {
      if (!isStopped) return
      isStopped = false
      stopListening = host.engine.onWake((key) => {
        if (key.startsWith(`${host.name}:`)) look('everything')
      })
      sweepLater(0)
    },
    async stop() {
      if (isStopped) return
      isStopped = true
      stopListening()
      cancelSweep()
      cancelNext()
      await Promise.all([round, sweeping])
      while (context.underWay.size > 0) await Promise.all(context.underWay)
      await heartbeat.end()
    },
    wake: () => look('everything'),
  }
}
