// How late the scheduler is at a steady pace, and how long it takes over many posts that are due at once; and what the
// engines add to the queues that they stand on.
import { isServerThere as isRedisThere } from '../../packages/engines/bullmq/test/server.ts'
import { isServerThere as isPostgresThere } from '../../packages/engines/pg-boss/test/server.ts'
import { bareBullmq } from '../lanes/schedule/bare-bullmq.ts'
import { barePgBoss } from '../lanes/schedule/bare-pg-boss.ts'
import type { ScheduleLane } from '../lanes/schedule/lane.ts'
import { tuttiBullmq } from '../lanes/schedule/tutti-bullmq.ts'
import { tuttiPgBoss } from '../lanes/schedule/tutti-pg-boss.ts'
import { tuttiSqlite } from '../lanes/schedule/tutti-sqlite.ts'
import { type Lateness, type Load, measureLateness } from '../measure/lateness.ts'
import { median } from '../measure/median.ts'
import { inMode } from '../measure/mode.ts'
import { report } from '../measure/report.ts'
import type { Row } from '../measure/row.ts'

/**
 * By the clock on the wall: on a machine that others keep busy posts fall seconds behind, and only what waits for a sweep
 * is told from that. The CPU time of a post is checked closely.
 */
const wallTolerance = 100

const rounds = inMode(3, 1)
/** 1000 a second. */
const stream: Load = { count: inMode(10_000, 2000), spreadMs: inMode(10_000, 2000) }
const burst: Load = { count: 10_000, spreadMs: 0 }
const wakeUpBurst: Load = { count: inMode(10_000, 2000), spreadMs: 0 }

/** An engine of ours beside the queue that it stands on. */
interface Pair {
  readonly name: string
  readonly ours: ScheduleLane
  readonly bare: ScheduleLane
}

/** Measures lanes one after another, as often as there are rounds. */
async function inTurns(lanes: readonly ScheduleLane[], load: Load) {
  const measured = new Map<ScheduleLane, Lateness[]>(lanes.map((lane) => [lane, []]))
  for (let round = 0; round < rounds; round++) {
    for (const lane of lanes) measured.get(lane)?.push(await measureLateness(lane, load))
  }
  const figures = (lane: ScheduleLane, figure: keyof Lateness) => (measured.get(lane) ?? []).map((one) => one[figure])
  return {
    figure: (lane: ScheduleLane, figure: keyof Lateness) => median(figures(lane, figure)),
    ratio({ ours, bare }: Pair, figure: keyof Lateness) {
      const base = figures(bare, figure)
      return median(figures(ours, figure).map((value, round) => value / (base[round] ?? Number.NaN)))
    },
  }
}

const pairs: Pair[] = []
if (await isRedisThere()) pairs.push({ name: 'BullMQ', ours: tuttiBullmq, bare: bareBullmq })
else console.error('not measured: the BullMQ engine, for no Redis answers')
if (await isPostgresThere()) pairs.push({ name: 'pg-boss', ours: tuttiPgBoss, bare: barePgBoss })
else console.error('not measured: the pg-boss engine, for no PostgreSQL answers')
const engineLanes = pairs.flatMap(({ bare, ours }) => [bare, ours])

// Until the engine has optimised the way of a post.
await measureLateness(tuttiSqlite, { count: 2000, spreadMs: 0 })
const steady = await inTurns([tuttiSqlite, ...engineLanes], stream)
const atOnce = await inTurns([tuttiSqlite], burst)
const wokenAtOnce = await inTurns(engineLanes, wakeUpBurst)

const peers = (measured: typeof steady, figure: keyof Lateness) =>
  Object.fromEntries(pairs.map(({ name, bare }) => [name, measured.figure(bare, figure)]))

const engineRow = (name: string, ours: number): Row => ({
  name,
  unit: '×',
  ours,
  budget: { atMost: 1.2 },
  tolerance: inMode(0.5, 1.5),
})

report([
  {
    name: 'scheduler on SQLite, 1000 posts a second: lateness, p99',
    unit: 'ms',
    ours: steady.figure(tuttiSqlite, 'p99'),
    budget: { atMost: 100 },
    peers: { median: steady.figure(tuttiSqlite, 'p50'), ...peers(steady, 'p99') },
    tolerance: wallTolerance,
  },
  {
    name: 'scheduler on SQLite, 10000 posts due at once',
    unit: 'ms',
    ours: atOnce.figure(tuttiSqlite, 'max'),
    budget: { atMost: 2000 },
    peers: wakeUpBurst.count === burst.count ? peers(wokenAtOnce, 'max') : {},
    tolerance: wallTolerance,
  },
  {
    name: 'scheduler on SQLite, 10000 posts due at once: CPU of one',
    unit: 'µs',
    ours: atOnce.figure(tuttiSqlite, 'cpuMicrosecondsPerJob'),
    budget: { atMost: 200 },
    // Not met yet: see bench/README.md.
    tolerance: 1.5,
  },
  ...pairs.flatMap((pair) => [
    engineRow(`${pair.name} engine, 1000 wake-ups a second: lateness, p99, to bare`, steady.ratio(pair, 'p99')),
    engineRow(`${pair.name} engine, ${wakeUpBurst.count} due at once, to bare`, wokenAtOnce.ratio(pair, 'max')),
  ]),
])
