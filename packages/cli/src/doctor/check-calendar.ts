import type { Session } from '../client/open-session.ts'
import { openStates } from '../plan/open-states.ts'
import { missingScheduler, type Scheduler } from '../plan/scheduler.ts'
import { type Finding, findingOf } from './finding.ts'

const dayMs = 86_400_000

/** Whether posts can be planned, and whether anybody is there to publish what is. */
export async function checkCalendar(session: Session): Promise<Finding> {
  const what = 'calendar'
  const scheduler = session.pluginNamed<Scheduler>('scheduler')
  if (scheduler === undefined) {
    const message = 'is not there, so `tutti schedule` and the like can’t be used'
    return { what, state: 'warning', message, advice: missingScheduler }
  }
  try {
    const planned = await scheduler.list({ states: openStates, to: session.clock.now() + 14 * dayMs })
    const { workers } = await scheduler.health()
    const count = planned.length === 1 ? '1 post' : `${planned.length} posts`
    if (workers.some(({ isAlive }) => isAlive)) {
      return { what, state: 'ok', message: `has ${count} in the next 14 days, and a worker is running` }
    }
    return planned.length === 0
      ? { what, state: 'ok', message: 'is empty for the next 14 days; no worker is running, none is needed' }
      : { what, state: 'warning', message: `has ${count}, and no worker is running`, advice: 'Start one: tutti run' }
  } catch (error) {
    return findingOf(what, error)
  }
}
