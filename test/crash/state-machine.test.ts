import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guaranteeKinds } from './cells.ts'
import { type Model, type Real, stories } from './machine/commands.ts'
import { findBroken, findLost } from './machine/promises.ts'
import { createWorld } from './machine/world.ts'

const stepsToRest = 40
const restMs = 60_000

const runs = Number(process.env.TUTTI_CRASH_STORIES ?? 250)

test.each(guaranteeKinds)(
  'whatever happens in whatever order, every promise holds: %s',
  { timeout: 120_000 },
  async (guarantee) => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const world = await createWorld(guarantee)
        const real: Real = { world, told: { scheduled: new Set(), cancelled: new Set(), paused: undefined } }
        const model: Model = { ids: new Set() }
        await fc.asyncModelRun(() => ({ model, real }), story)
        // Then the weather clears.
        world.board.trouble = undefined
        real.told.paused = undefined
        await world.restart()
        await world.ask(() => world.client.scheduler.resume({ everything: true }))
        for (let step = 0; step < stepsToRest; step += 1) await world.tick(restMs)
        expect(await findBroken(world, real.told)).toEqual([])
        expect(await findLost(world, real.told)).toEqual([])
      }),
      { numRuns: runs },
    )
  },
)
