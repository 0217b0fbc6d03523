import { setTimeout as sleep } from 'node:timers/promises'
import { planChannels, planPosts } from './plan.ts'
import type { EngineKind } from './process/job.ts'
import { type Progress, progressOf } from './progress.ts'
import { type Outcome, readOutcome } from './read-outcome.ts'
import { createScene } from './scene.ts'
import { startWorker, type WorkerProcess } from './worker-process.ts'

/** How a load is played. */
export interface LoadOptions {
  readonly engine: EngineKind
  /** 1 for 10 000 posts. */
  readonly scale: number
  /** Told how it goes, now and then. */
  readonly report: (line: string) => void
}

/** A moment in which a worker was taken away, in epoch milliseconds. */
export interface Blow {
  readonly at: number
  readonly what: string
}

/** How a load has ended. */
export interface LoadResult {
  readonly blows: readonly Blow[]
  readonly outcome: Outcome
  readonly progress: Progress
  /** Requests that the platforms refused for their limits: until the stopped worker woke up, and in all. */
  readonly refused: { readonly beforeWaking: number; readonly total: number }
  /** What each worker complained of, with how often. */
  readonly troubles: readonly ReadonlyMap<string, number>[]
}

/** The lease of the scheduler and of deliveries, and some time to spare: past it, others have taken over. */
const pastLeaseMs = 65_000

/** Nobody waits for longer than this, in milliseconds: what is not out by then is lost. */
const patienceMs = 600_000

/** Planning takes so many times as long as the trial has shown, which began on a cold machine. */
const planningReserve = 0.8

const reportEveryMs = 5_000

/** What a worker that wakes up needs to see where it stands, in milliseconds. */
const settleMs = 2_000

/** Plays a load with four workers, of which two are killed, and one is stopped and wakes up when its leases are over. */
export async function playLoad({ engine, scale, report }: LoadOptions): Promise<LoadResult> {
  const plans = planChannels(scale)
  const scene = await createScene(engine, plans)
  const startedAt = Date.now()
  const workers = Array.from({ length: 4 }, () => startWorker(scene.job))
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`
  let tell: ReturnType<typeof setInterval> | undefined
  try {
    const msPerPost = Math.max(...(await Promise.all(workers.map(({ ready }) => ready))))
    const count = plans.reduce((total, { postCount }) => total + postCount, 0)
    // The first falls due when all are in the calendar, as far as that can be known.
    const posts = planPosts(plans, Date.now() + (count / workers.length) * msPerPost * planningReserve)
    tell = setInterval(() => report(`${seconds()}: ${scene.standing()} of ${count} stand`), reportEveryMs)
    await Promise.all(
      workers.map((worker, place) => worker.plan(posts.filter((_post, index) => index % workers.length === place))),
    )
    report(`${seconds()}: all are in the calendar`)
    let beforeWaking = 0
    const blows = await strike(workers, {
      standing: (share) => waitFor(() => scene.standing() >= share * count),
      waking: () => {
        beforeWaking = scene.refused()
      },
    })
    await waitFor(async () => (await scene.countOpen()) === 0)
    report(`${seconds()}: nothing is left to do`)
    await Promise.all(workers.map((worker) => (worker.isDead ? undefined : worker.stop())))
    const outcome = await readOutcome(scene, posts)
    const progress = progressOf(scene.channels, posts)
    const refused = { beforeWaking, total: scene.refused() }
    return { blows, outcome, progress, refused, troubles: workers.map(({ troubles }) => troubles) }
  } finally {
    clearInterval(tell)
    await Promise.all(workers.map((worker) => worker.kill()))
    await scene.close()
  }
}

/** One worker after another is taken away while much is under way; the one that was stopped comes back. */
async function strike(
  [first, stopped, second]: readonly WorkerProcess[],
  { standing, waking }: { standing(share: number): Promise<void>; waking(): void },
): Promise<readonly Blow[]> {
  const blows: Blow[] = []
  const take = async (what: string, act: () => unknown) => {
    blows.push({ at: Date.now(), what })
    await act()
  }
  await standing(0.1)
  await take('killed', () => first?.kill())
  await standing(0.15)
  await take('stopped', () => stopped?.signal('SIGSTOP'))
  const wakesAt = Date.now() + pastLeaseMs
  await standing(0.3)
  await take('killed', () => second?.kill())
  await sleep(Math.max(0, wakesAt - Date.now()))
  waking()
  stopped?.signal('SIGCONT')
  // It finds out what has become of its work.
  await sleep(settleMs)
  return blows
}

async function waitFor(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + patienceMs
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error('it took too long')
    await sleep(250)
  }
}
