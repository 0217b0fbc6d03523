import type { Job, ScheduleLane } from '../lanes/schedule/lane.ts'
import { cpuMicroseconds } from './interleave.ts'

/** So many jobs at even distances. */
export interface Load {
  readonly count: number
  /** From the first to the last; 0 for all at once. */
  readonly spreadMs: number
}

/** How late jobs were, in milliseconds, and what one of them cost. */
export interface Lateness {
  readonly p50: number
  readonly p99: number
  readonly max: number
  /** CPU time of this process, from the end of planning to the last job. */
  readonly cpuMicrosecondsPerJob: number
}

const patienceMs = 120_000

/**
 * Plans jobs on a lane, and waits until all of them are done.
 * @throws when one is early, comes twice or never
 */
export async function measureLateness(lane: ScheduleLane, load: Load): Promise<Lateness> {
  // On a busy machine planning takes longer than it should, and jobs would be late before it ends.
  for (let leadMs = 1000 + load.count * lane.planningMsPerJob; ; leadMs *= 2) {
    const measured = await attempt(lane, load, leadMs)
    if (measured) return measured
    console.error(`${lane.name}: planning took longer than ${leadMs} ms, once more …`)
  }
}

async function attempt(lane: ScheduleLane, load: Load, leadMs: number): Promise<Lateness | undefined> {
  const due = new Map<string, number>()
  const late: number[] = []
  const all = Promise.withResolvers<void>()
  const open = await lane.open((id) => {
    const lateMs = Date.now() - (due.get(id) ?? Number.NaN)
    if (!due.delete(id) || lateMs < 0) all.reject(new Error(`${lane.name}: ${id} was early, or came twice`))
    if (late.push(lateMs) === load.count) all.resolve()
  })
  const firstAt = Date.now() + leadMs
  const jobs = jobsOf(load, firstAt)
  for (const { id, at } of jobs) due.set(id, at)
  let lost: NodeJS.Timeout | undefined
  try {
    const isPlanned = await open.plan(jobs).then(
      () => Date.now() <= firstAt,
      (error) => {
        // What has passed meanwhile is refused by some.
        if (Date.now() <= firstAt) throw error
        return false
      },
    )
    if (!isPlanned) return undefined
    lost = setTimeout(
      () => all.reject(new Error(`${lane.name}: ${due.size} jobs of ${load.count} never came`)),
      leadMs + load.spreadMs + patienceMs,
    )
    globalThis.gc?.()
    const before = cpuMicroseconds()
    await all.promise
    const cpuMicrosecondsPerJob = (cpuMicroseconds() - before) / load.count
    late.sort((one, other) => one - other)
    const at = (share: number) => late[Math.min(load.count - 1, Math.floor(share * load.count))] ?? Number.NaN
    return { p50: at(0.5), p99: at(0.99), max: at(1), cpuMicrosecondsPerJob }
  } finally {
    clearTimeout(lost)
    await open.close()
  }
}

function jobsOf({ count, spreadMs }: Load, firstAt: number): readonly Job[] {
  return Array.from({ length: count }, (_, index) => {
    return { id: `job-${index}`, at: firstAt + Math.floor((index * spreadMs) / count) }
  })
}
