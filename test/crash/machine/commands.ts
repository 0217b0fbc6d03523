import fc from 'fast-check'
import type { Trouble } from './in-process-board.ts'
import { findBroken, type Told } from './promises.ts'
import type { World } from './world.ts'

/** What the commands agree on beforehand: which posts there may be. */
export interface Model {
  readonly ids: Set<string>
}

/** The world, and what people were told of it. */
export interface Real {
  readonly world: World
  readonly told: Told
}

/** One step, after which every promise must hold. */
class Step implements fc.AsyncCommand<Model, Real> {
  readonly #name: string
  readonly #run: (real: Real, model: Model) => Promise<unknown>

  constructor(name: string, run: (real: Real, model: Model) => Promise<unknown>) {
    this.#name = name
    this.#run = run
  }

  check = () => true

  async run(model: Model, real: Real): Promise<void> {
    await this.#run(real, model)
    const broken = await findBroken(real.world, real.told)
    if (broken.length > 0) throw new Error(broken.join('; '))
  }

  toString = () => this.#name
}

const step = (name: string, run: (real: Real, model: Model) => Promise<unknown>) => new Step(name, run)

const ids = fc.constantFrom('a', 'b', 'c')
const times = fc.constantFrom(1_000, 10_000, 45_000, 5 * 60_000)

const schedule = fc.tuple(ids, times).map(([id, inMs]) =>
  step(`schedule ${id} in ${inMs}`, async ({ world, told }) => {
    if (told.scheduled.has(id)) return
    const at = new Date(world.clock.now() + inMs).toISOString()
    const scheduled = await world.ask(() =>
      world.client.scheduler.schedule({ id, text: id }, { at }).catch(() => undefined),
    )
    if (scheduled) told.scheduled.add(id)
  }),
)

const cancel = ids.map((id) =>
  step(`cancel ${id}`, async ({ world, told }) => {
    const cancelled = await world.ask(() => world.client.scheduler.cancel(id).catch(() => undefined))
    if (cancelled) told.cancelled.add(id)
  }),
)

const move = fc.tuple(ids, times).map(([id, inMs]) =>
  step(`reschedule ${id} in ${inMs}`, async ({ world }) => {
    const at = new Date(world.clock.now() + inMs).toISOString()
    await world.ask(() => world.client.scheduler.reschedule(id, { at }).catch(() => undefined))
  }),
)

const tick = times.map((byMs) => step(`tick ${byMs}`, ({ world }) => world.tick(byMs)))
const crash = fc.constant(step('crash', async ({ world }) => world.crash()))
const restart = fc.constant(step('restart', ({ world }) => world.restart()))
const pause = fc.constant(
  step('pause', async ({ world, told }) => {
    const paused = await world.ask(() => world.client.scheduler.pause({ everything: true, reason: 'storm' }))
    if (paused) told.paused ??= new Set(world.board.requests)
  }),
)
const resume = fc.constant(
  step('resume', async ({ world, told }) => {
    told.paused = undefined
    await world.ask(() => world.client.scheduler.resume({ everything: true }))
  }),
)
const reconcile = fc.constant(
  step('reconcile', async ({ world }) => {
    world.client.deliveries.recover().catch(() => {})
    await world.tick(1_000)
  }),
)
const troubles: readonly Trouble[] = [
  'lose-response',
  'lose-request',
  'commit-late',
  'refuse-for-now',
  'crash-before',
  'crash-after',
]
const trouble = fc.constantFrom(...troubles).map((kind) =>
  step(kind, async ({ world }) => {
    world.board.trouble = kind
  }),
)

/** Random stories. */
export const stories = fc.commands(
  [schedule, schedule, cancel, move, tick, tick, crash, restart, restart, pause, resume, reconcile, trouble, trouble],
  { maxCommands: 25, size: 'max' },
)
