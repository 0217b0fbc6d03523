import type { Calendar } from '../calendar/calendar.ts'
import type { Pauses } from '../pause/pauses.ts'
import type { CatchUp } from './catch-up.ts'
import type { Lanes } from './lanes.ts'
import type { Overdue } from './overdue.ts'
import type { SideQueues } from './queues.ts'

/** What the parts of one worker share. */
export interface WorkContext {
  readonly calendar: Calendar
  readonly pauses: Pauses
  readonly overdue: Overdue
  readonly lanes: Lanes
  readonly sides: SideQueues
  readonly catchUp: CatchUp
  /** Work under way: a worker that stops waits for it. */
  readonly underWay: Set<Promise<void>>
  /** Tells of trouble that nobody waits for. */
  report(error: unknown): void
  /** A channel has a place free, or something to do. */
  pump(): void
}

/** Begins work that nobody waits for; trouble is told. */
export function begin(context: WorkContext, work: () => Promise<void>): void {
  const running: Promise<void> = work()
    .catch(context.report)
    .finally(() => context.underWay.delete(running))
  context.underWay.add(running)
}
