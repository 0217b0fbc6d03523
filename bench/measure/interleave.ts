import { median } from './median.ts'

/** One way of doing the same work. */
export interface Lane {
  readonly name: string
  /** Does the work so many times. */
  run(times: number): Promise<void> | void
  /** Gets ready for a round; its cost is not counted. */
  prepare?(): Promise<void> | void
  /** Clears up after a round; its cost is not counted. */
  finish?(): Promise<void> | void
}

/** A lane whose work is over when the call returns. */
export function syncLane(name: string, once: () => unknown): Lane {
  return {
    name,
    run(times) {
      for (let index = 0; index < times; index++) once()
    },
  }
}

/** A lane that waits for each piece of work. */
export function asyncLane(name: string, once: () => unknown): Lane {
  return {
    name,
    async run(times) {
      for (let index = 0; index < times; index++) await once()
    },
  }
}

/** How much is measured: so many rounds, or fewer when the time is over, but never fewer than `minRounds`. */
export interface Rounds {
  readonly warmUpRounds: number
  readonly minRounds: number
  readonly maxRounds: number
  /** How long all of it may take, warm-up included: on a busy machine fewer rounds have to do. */
  readonly maxSeconds: number
  /** How often the work is done in one round of one lane. */
  readonly times: number
}

/** What each lane cost, a number per round. */
export type Samples = ReadonlyMap<string, readonly number[]>

/**
 * Runs the lanes in turns, A B C A B C …, so that whatever else the machine does hits all of them alike.
 * Garbage is collected before each turn: no lane pays for another's.
 */
export async function interleave(lanes: readonly Lane[], rounds: Rounds, now: () => number): Promise<Samples> {
  const { warmUpRounds, minRounds, maxRounds, maxSeconds, times } = rounds
  const endsAt = performance.now() + maxSeconds * 1000
  for (let round = 0; round < warmUpRounds; round++) await runRound(lanes, times, now)
  const samples = new Map<string, number[]>(lanes.map(({ name }) => [name, []]))
  for (let round = 0; round < maxRounds && (round < minRounds || performance.now() < endsAt); round++) {
    const costs = await runRound(lanes, times, now)
    for (const [index, { name }] of lanes.entries()) samples.get(name)?.push(costs[index] ?? Number.NaN)
  }
  return samples
}

async function runRound(lanes: readonly Lane[], times: number, now: () => number): Promise<readonly number[]> {
  const costs: number[] = []
  for (const lane of lanes) {
    await lane.prepare?.()
    globalThis.gc?.()
    const before = now()
    await lane.run(times)
    costs.push((now() - before) / times)
    await lane.finish?.()
  }
  return costs
}

/** CPU time of this process so far, user and system, in microseconds. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** The same in nanoseconds. The clock on the wall would count what other processes do as well. */
export function cpuNanoseconds(): number {
  return cpuMicroseconds() * 1000
}

/** The median over the rounds of one lane's cost to another's of the same round. */
export function ratio(samples: Samples, lane: string, to: string): number {
  const base = samplesOf(samples, to)
  return median(samplesOf(samples, lane).map((cost, round) => cost / (base[round] ?? Number.NaN)))
}

/** The median cost of one lane. */
export function cost(samples: Samples, lane: string): number {
  return median(samplesOf(samples, lane))
}

/** The ratios of some lanes to another, by lane. */
export function ratios(samples: Samples, lanes: readonly string[], to: string): Record<string, number> {
  return Object.fromEntries(lanes.map((lane) => [lane, ratio(samples, lane, to)]))
}

function samplesOf(samples: Samples, lane: string): readonly number[] {
  const found = samples.get(lane)
  if (found === undefined) throw new Error(`no lane is called ${lane}`)
  return found
}
