import { acceleratedClock } from '@tutti/testing/fakes'
import { answerOf } from './answers.ts'
import { type BadEngineName, spoilStore } from './bad-engines.ts'
import { type Cell, nameOf } from './cells.ts'
import { findViolations } from './checker.ts'
import { type CrashingProcess, startCrashingProcess } from './crashing-process.ts'
import { pointOf } from './points.ts'
import type { StorePlace } from './process/job.ts'
import { openStore } from './process/open-store.ts'
import { createStage, type Stage } from './stage.ts'
import { playToTheEnd } from './take-over.ts'
import { paceFactor } from './times.ts'

/** How cells are played. */
export interface PlayOptions {
  readonly place: StorePlace
  /** Instead of the real engine. */
  readonly badEngine?: BadEngineName | undefined
}

/** What the checker says of one cell. */
export interface Verdict {
  readonly cell: Cell
  readonly name: string
  readonly violations: readonly string[]
}

/** So many cells share a process, and die with it. */
const batchSize = 48

/** A cell whose process does not reach its point on a busy machine has not been played: so often it gets another try. */
const maxReplays = 3

/** Plays cells, many at a time, and judges each. */
export async function playCells(cells: readonly Cell[], options: PlayOptions): Promise<readonly Verdict[]> {
  const alive = cells.filter(({ point }) => point === undefined)
  const frozen = cells.filter(({ isFrozen }) => isFrozen)
  const killed = cells.filter(({ point, isFrozen }) => point !== undefined && !isFrozen)
  // They mostly wait, each for something else.
  const verdicts = await Promise.all([alive, killed, frozen].map((group, index) => playGroup(group, index, options)))
  return verdicts.flat()
}

async function playGroup(cells: readonly Cell[], group: number, options: PlayOptions): Promise<readonly Verdict[]> {
  const { place } = options
  // Processes that write one file wait for each other, and that is not what is tested here.
  const own = place.kind === 'sqlite' ? { ...place, file: `${place.file}-${group}` } : place
  const verdicts: Verdict[] = []
  let open = cells
  for (let tries = 0; open.length > 0; tries += 1) {
    const missed: Cell[] = []
    for (let start = 0; start < open.length; start += batchSize) {
      for (const verdict of await playBatch(open.slice(start, start + batchSize), { ...options, place: own })) {
        if (tries < maxReplays && isUnplayed(verdict)) missed.push(verdict.cell)
        else verdicts.push(verdict)
      }
    }
    open = missed
  }
  return verdicts
}

/** Whatever was untrue on the way counts, and is not played again. */
const isUnplayed = ({ violations }: Verdict): boolean =>
  violations.some((violation) => violation.startsWith(missedPoint)) &&
  !violations.some((text) => /^(?:double|untrue)/.test(text))

const missedPoint = 'the test itself'

/** Cells of one kind: all of them alive, all killed, or all frozen. */
async function playBatch(cells: readonly Cell[], { place, badEngine }: PlayOptions): Promise<readonly Verdict[]> {
  const pace = { startMs: Date.now(), factor: paceFactor }
  const clock = acceleratedClock(pace)
  const stages = await Promise.all(cells.map((cell) => createStage(cell, clock)))
  const store = spoilStore(openStore(place), badEngine)
  const dies = cells.some(({ point }) => point !== undefined)
  const jobs = stages.map(({ job }) => job)
  const process = dies ? startCrashingProcess({ place, pace, badEngine, cells: jobs }) : undefined
  try {
    const missed = process ? await Promise.all(stages.map((stage) => waitForPoint(stage, process))) : []
    const isFrozen = cells[0]?.isFrozen === true
    if (isFrozen) process?.signal('SIGSTOP')
    else await process?.kill()
    const outcomes = await Promise.all(
      stages.map(async (stage) => {
        const [outcome] = await Promise.all([playToTheEnd(stage.nextJob, { store, clock, badEngine }), stage.goOn()])
        return outcome
      }),
    )
    if (isFrozen && process) {
      process.signal('SIGCONT')
      process.send({ kind: 'go-on' })
      await within(Promise.all(jobs.map(({ tenant }) => process.ended(tenant))))
    }
    return await Promise.all(
      stages.map(async ({ job, platform }, index) => {
        await platform.settle()
        const { cell, texts, tenant } = job
        const { announced = [] } = outcomes[index] ?? {}
        // Read again: the process that woke up may have written since.
        const delivery = await readDelivery(tenant)
        const { ledger, faults } = platform
        const wrong = [...findViolations({ cell, texts, ledger, delivery, announced })]
        const faultCount = hasFault(cell) ? 1 : 0
        if (faults.struckCount !== faultCount) wrong.push(`${missedPoint}: ${faults.struckCount} faults struck`)
        return { cell, name: nameOf(cell), violations: [...(missed[index] ?? []), ...wrong] }
      }),
    )
  } finally {
    await process?.kill()
    await Promise.all(stages.map((stage) => stage.close()))
    await store.close()
  }

  async function readDelivery(tenant: string) {
    const record = await store.scope(tenant, 'core').documents.list('deliveries')
    return record[0]?.value as never
  }
}

const hasFault = ({ answer, point }: Cell): boolean =>
  answerOf(answer).fault !== undefined || (point !== undefined && pointOf(point).holds === 'platform')

/** In real milliseconds. Nothing that a cell waits for takes as long, unless the machine does. */
const patienceMs = 30_000

async function within<T>(promise: Promise<T>): Promise<T> {
  const waited = Promise.withResolvers<never>()
  const timer = setTimeout(() => waited.reject(new Error('it took too long')), patienceMs)
  return Promise.race([promise, waited.promise]).finally(() => clearTimeout(timer))
}

/** @returns what went wrong with getting there */
async function waitForPoint({ job, held }: Stage, process: CrashingProcess): Promise<readonly string[]> {
  const { cell, tenant } = job
  try {
    if (cell.point && pointOf(cell.point).holds !== 'process') {
      await within(Promise.race([held, process.ended(tenant).then(() => Promise.reject(new Error('it ended before')))]))
      process.send({ kind: 'hold', tenant })
    } else await within(process.stopped(tenant))
    return []
  } catch (error) {
    return [`${missedPoint}: ${error}`]
  }
}
