import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FakeBoardLedger, type FakePlatform, fakeBoard } from '@tutti/testing/fakes'
import { rule, wallTimeAt } from './occurrences.ts'
import { createSeriesClient } from './series-client.ts'
import type { SeriesJob } from './series-job.ts'
import { type SeriesProcess, startSeriesProcess } from './series-process.ts'
import { type ShiftedClock, shiftedClock } from './shifted-clock.ts'

/** Some hours in which the clocks of some zones change. */
export interface Hours {
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
  readonly timeZones: readonly string[]
}

/** What came of one occurrence, by the calendar and the platform's ledger. Instants are epoch milliseconds. */
export interface PlayedOccurrence {
  readonly timeZone: string
  readonly at: number
  readonly state: string
  /** When the post that it is said to be came to stand. */
  readonly standsSince: number | undefined
}

/** What came of a story. */
export interface PlayedSeries {
  readonly occurrences: readonly PlayedOccurrence[]
  /** Every instant at which a post came to stand, by zone. */
  readonly standing: ReadonlyMap<string, number>
  readonly killed: number
  readonly setBack: number
}

const minuteMs = 60_000

/** How long everybody is away in the end, in milliseconds: longer than posts may be late. */
const outageMs = 27 * 60 * minuteMs

/** The lease of a worker that was killed, and some time to spare. */
const pastLeaseMs = 61_000

const patienceMs = 120_000

/**
 * Plays series over some hours with two worker processes: their clocks jump, forwards and backwards, and one after the
 * other is killed and replaced. In the end all are away for more than a day, and one comes back. `random` is from 0 to 1.
 */
export async function playSeries({ from, to, timeZones }: Hours, random: () => number): Promise<PlayedSeries> {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-series-'))
  const clock = shiftedClock(from)
  const platforms = new Map(timeZones.map((zone) => [zone, fakeBoard({ guarantee: 'client-id', clock })]))
  const servers: Record<string, string> = {}
  for (const [zone, platform] of platforms) servers[zone] = await platform.listen()
  const job: SeriesJob = { file: join(folder, 'tutti.db'), servers }
  const planner = await createSeriesClient(job, { work: false, clock })
  const workers: SeriesProcess[] = []
  try {
    for (const zone of timeZones) {
      const start = wallTimeAt(from, zone)
      const post = { text: `again in ${zone}`, channels: [zone] }
      await planner.scheduler.series.create({ id: zone, post, rule, start, timeZone: zone })
    }
    const told = await upset(job, clock, workers, to, random)
    await Promise.all(workers.splice(0).map((worker) => worker.kill()))
    jump(clock, workers, outageMs)
    workers.push(startSeriesProcess(job, clock))
    await settle(planner, clock, workers)
    const occurrences = await readOccurrences(planner, platforms, clock.now())
    const standing = [...platforms].map(([zone, { ledger }]) => [zone, ledger.posts.length] as const)
    return { occurrences, standing: new Map(standing), ...told }
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()))
    await planner.close()
    await Promise.all([...platforms.values()].map((platform) => platform.close()))
    rmSync(folder, { recursive: true })
  }
}

function jump(clock: ShiftedClock, workers: readonly SeriesProcess[], byMs: number): void {
  clock.jump(byMs)
  for (const worker of workers) worker.setClock()
}

/** Clocks jump and processes die until the hours are over. */
async function upset(
  job: SeriesJob,
  clock: ShiftedClock,
  workers: SeriesProcess[],
  to: number,
  random: () => number,
): Promise<{ readonly killed: number; readonly setBack: number }> {
  let [killed, setBack, next] = [0, 0, 0]
  for (let place = 0; place < 2; place += 1) workers.push(startSeriesProcess(job, clock))
  await Promise.all(workers.map(({ ready }) => ready))
  while (clock.now() < to) {
    const isBack = random() < 0.2
    if (isBack) setBack += 1
    jump(clock, workers, Math.round((isBack ? -10 : 35) * minuteMs * random()))
    await sleep(random() * 800)
    if (random() < 0.35) {
      killed += 1
      await workers[next]?.kill()
      workers[next] = startSeriesProcess(job, clock)
      // One of the two always runs.
      await workers[next]?.ready
      next = 1 - next
    }
  }
  return { killed, setBack }
}

type Client = Awaited<ReturnType<typeof createSeriesClient>>

/** Waits until nothing is due that has not been decided about. What a dead worker had in hand needs its lease to end. */
async function settle(planner: Client, clock: ShiftedClock, workers: readonly SeriesProcess[]): Promise<void> {
  await workers[0]?.ready
  const until = Date.now() + patienceMs
  for (let open = 1; open > 0; ) {
    if (Date.now() > until) throw new Error('something was never decided about')
    await sleep(1_000)
    jump(clock, workers, pastLeaseMs)
    await sleep(1_000)
    // The time until a living worker looks after what dead ones have left does not jump with the clock.
    await planner.deliveries.recover()
    const due = await planner.scheduler.list({ states: ['scheduled', 'firing'], to: clock.now() - pastLeaseMs })
    const placed = await planner.scheduler.series.list()
    const missing = placed.map(async ({ id }) => {
      const range = { from: clock.now() - outageMs, to: clock.now() - pastLeaseMs }
      return (await planner.scheduler.series.occurrences(id, range)).some(({ state }) => state === undefined)
    })
    open = due.length + (await Promise.all(missing)).filter(Boolean).length
  }
}

async function readOccurrences(
  planner: Client,
  platforms: ReadonlyMap<string, FakePlatform<FakeBoardLedger>>,
  to: number,
): Promise<readonly PlayedOccurrence[]> {
  const found: PlayedOccurrence[] = []
  for (const { id, at, state, deliveries } of await planner.scheduler.list({ to })) {
    const [timeZone = ''] = Object.keys(deliveries ?? {})
    const delivery = deliveries && (await planner.deliveries.get(id, timeZone))
    const ref = delivery?.parts[0]?.ref
    const post = ref && platforms.get(timeZone)?.ledger.posts.find((one) => one.id === ref.id)
    found.push({ timeZone: timeZone || id.slice(0, id.lastIndexOf('.')), at, state, standsSince: post?.createdAt })
  }
  return found
}
