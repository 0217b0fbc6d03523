import fc from 'fast-check'
import { expect, test } from 'vitest'
import { badEngineNames } from './bad-engines.ts'
import { guaranteeKinds } from './cells.ts'
import { type Model, type Real, stories } from './machine/commands.ts'
import { findBroken, findLost, idOf } from './machine/promises.ts'
import { createWorld, type World } from './machine/world.ts'

const stepsToRest = 40
const restMs = 60_000

/** For each kind of guarantee. */
const storyCount = Number(process.env.TUTTI_CRASH_STORIES ?? 300)

/** Lets a story happen, and then the weather clear. @returns every promise that is broken in the end */
async function tell(world: World, story: Iterable<fc.AsyncCommand<Model, Real>>): Promise<readonly string[]> {
  const real: Real = {
    world,
    told: { scheduled: new Set(), cancelled: new Set(), paused: undefined, approved: new Set() },
  }
  await fc.asyncModelRun(() => ({ model: {}, real }), story)
  world.board.trouble = undefined
  real.told.paused = undefined
  await world.restart()
  await world.ask(() => world.client.scheduler.resume({ everything: true }))
  for (let step = 0; step < stepsToRest; step += 1) await world.tick(restMs)
  return [...(await findBroken(world, real.told)), ...(await findLost(world, real.told))]
}

test.each(guaranteeKinds)(
  'whatever happens in whatever order, every promise holds: %s',
  { timeout: 300_000 },
  async (guarantee) => {
    const published = { count: 0, unsure: 0, approved: 0 }
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const world = await createWorld(guarantee)
        expect(await tell(world, story)).toEqual([])
        published.count += world.board.posts.length
        published.approved += world.board.posts.filter(({ text }) => text !== idOf(text)).length
        published.unsure += world.board.requests.length - world.board.posts.length
      }),
      { numRuns: storyCount },
    )
    // Stories in which nothing is sent, or nothing goes wrong, would prove nothing.
    expect(published.count).toBeGreaterThan(storyCount / 4)
    expect(published.approved).toBeGreaterThan(storyCount / 100)
    expect(published.unsure).toBeGreaterThan(storyCount / 50)
  },
)

const journalled = badEngineNames.filter((name) => name !== 'blind retry')

test.each(journalled)('the stories find a bad engine: %s', async (badEngine) => {
  const property = fc.asyncProperty(stories, async (story) => {
    expect(await tell(await createWorld('none', badEngine), story)).toEqual([])
  })
  // A seed that finds each of them early.
  const { failed } = await fc.check(property, { numRuns: 1_000, endOnFailure: true, seed: 2 })
  expect(failed).toBe(true)
})
