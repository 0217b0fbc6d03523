import fc from 'fast-check'
import type { Trouble } from './in-process-board.ts'
import { findBroken, type Told } from './promises.ts'
import type { World } from './world.ts'

/** The commands keep nothing of their own: what people were told is the model. */
export type Model = Record<never, never>

/** The world, and what people were told of it. */
export interface Real {
  readonly world: World
  readonly told: Told
}

/** One step, after which every promise must hold. */
class Step implements fc.AsyncCommand<Model, Real> {
  readonly #name: string
  readonly #run: (real: Real) => Promise<unknown>

  constructor(name: string, run: (real: Real) => Promise<unknown>) {
    this.#name = name
    this.#run = run
  }

  check = () => true

  async run(_model: Model, real: Real): Promise<void> {
    await this.#run(real)
    // What needs no time is done: whoever pauses now finds nothing that is just on its way.
    await real.world.tick(0)
    const broken = await findBroken(real.world, real.told)
    if (broken.length > 0) throw new Error(broken.join('; '))
  }

  toString = () => this.#name
}

const step = (name: string, run: (real: Real) => Promise<unknown>) => new Step(name, run)

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

const drafts = fc.constantFrom('d', 'e')
const writer = { id: 'wanda', role: 'writer' } as const
const client = { id: 'carl', role: 'client' } as const

const draft = fc.tuple(drafts, times).map(([id, inMs]) =>
  step(`draft ${id} for in ${inMs}`, async ({ world }) => {
    const { approvals } = world.client.scheduler
    const at = new Date(world.clock.now() + inMs).toISOString()
    await world.ask(async () => {
      await approvals.draft({ id, text: `${id} 1` }, { by: writer, at }).catch(() => undefined)
      await approvals.submit(id, { by: writer }).catch(() => undefined)
    })
  }),
)

const edit = fc.tuple(drafts, fc.integer({ min: 2, max: 9 })).map(([id, version]) =>
  step(`edit ${id} to ${version}`, async ({ world }) => {
    const { approvals } = world.client.scheduler
    await world.ask(() => approvals.revise(id, { text: `${id} ${version}` }, { by: writer }).catch(() => undefined))
  }),
)

const approve = drafts.map((id) =>
  step(`approve ${id}`, async ({ world, told }) => {
    const { approvals } = world.client.scheduler
    const seen = await world.ask(() => approvals.get(id).catch(() => undefined))
    if (seen?.state !== 'submitted') return
    const { contentHash, post } = seen
    // The process may die when it is stored and before anybody is told.
    told.approved.add(post?.text ?? '')
    const approved = await world.ask(() => approvals.approve(id, { by: client, contentHash }).catch(() => undefined))
    if (approved) told.scheduled.add(id)
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
const crash = fc
  .integer({ min: 0, max: 30 })
  .map((calls) => step(`crash in ${calls} calls`, async ({ world }) => world.crash(calls)))
const restart = fc.constant(step('restart', ({ world }) => world.restart()))
const wake = fc.constant(
  step('wake', async ({ world, told }) => {
    world.wake()
    // Whoever stood with a request in hand sends it now: that had begun before the pause.
    told.paused = undefined
  }),
)
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
  [
    schedule,
    schedule,
    cancel,
    move,
    draft,
    edit,
    approve,
    approve,
    tick,
    tick,
    crash,
    restart,
    restart,
    wake,
    pause,
    resume,
    reconcile,
    trouble,
    trouble,
  ],
  { maxCommands: 25, size: 'max' },
)
