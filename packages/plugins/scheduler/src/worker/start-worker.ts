import { pluginError, TuttiError } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isTakenOver, queue } from '../calendar/records.ts'
import { fire, leaseMs } from './fire.ts'

const claimLimit = 20

/**
 * Claims what is due and fires it: when the engine wakes, and in a sweep that finds what no wake-up
 * announced. Several workers may share a store.
 */
export function startWorker(context: Calendar, sweepEveryMs: number): void {
  const { host } = context
  let stopped = false
  let running: Promise<void> | undefined
  let again = false

  const report = (error: unknown) => {
    if (stopped || isTakenOver(error)) return
    const known = TuttiError.isInstance(error)
      ? error
      : new TuttiError({ code: 'store-failed', message: `the scheduler's worker failed: ${error}`, cause: error })
    host.emit(pluginError, { plugin: host.name, where: 'worker', error: known.toJSON() })
  }

  const claimAndFire = async () => {
    do {
      again = false
      const leases = await host.store.due.claim(queue, { now: host.clock.now(), leaseMs, limit: claimLimit })
      // A post that fails stays claimed until its lease ends, so it is tried again without haste.
      await Promise.all(leases.map((lease) => fire(context, lease).catch(report)))
      again ||= leases.length === claimLimit
    } while (again && !stopped)
  }

  const run = () => {
    if (stopped) return
    again = true
    running ??= claimAndFire()
      .then(lookAhead)
      .catch(report)
      .finally(() => {
        running = undefined
      })
  }

  let cancelNext = () => {}
  /** A timer for what falls due before the next sweep: nobody else announces it. */
  const lookAhead = async () => {
    const until = host.clock.now() + sweepEveryMs
    const soon = await host.store.due.list(queue, { until, limit: 100 })
    const next = soon.find(({ dueAt }) => dueAt > host.clock.now())
    cancelNext()
    if (next && !stopped) cancelNext = host.clock.setTimer(next.dueAt - host.clock.now(), run)
  }

  let cancelSweep = () => {}
  const sweepLater = (delayMs: number) => {
    cancelSweep = host.clock.setTimer(delayMs, () => {
      run()
      sweepLater(sweepEveryMs)
    })
  }
  sweepLater(0)
  const stopListening = host.engine.onWake((key) => key.startsWith(`${host.name}:`) && run())
  host.onClose(async () => {
    stopped = true
    stopListening()
    cancelSweep()
    cancelNext()
    await running
  })
}
