import { describe, expect, onTestFinished, test } from 'vitest'
import type { StopPoint } from './renewal-job.ts'
import type { RenewalProcess } from './renewal-process.ts'
import { createScene, type RenewalScene } from './renewal-scene.ts'

// RELIABILITY S1. Real processes, one SQLite file, kill -9. `npm test` runs two of them; CI runs up to 16, killed everywhere.
const wanted = process.env.TUTTI_RENEWAL_PROCESSES
const most = Number(wanted ?? 2)
const counts = [2, 4, 8, 16].filter((count) => count <= most)

const timeout = 120_000

async function setUp(): Promise<RenewalScene> {
  const scene = await createScene()
  onTestFinished(() => scene[Symbol.asyncDispose]())
  return scene
}

function family({ provider }: RenewalScene) {
  return provider.ledger.families[0]
}

const isRenewal = ({ path, body }: { path: string; body: unknown }) =>
  path === '/oauth/token' && String(body).includes('grant_type=refresh_token')

/** How often a renewal has arrived, the tries without the right nonce included. */
async function untilAsked({ provider }: RenewalScene, times: number): Promise<void> {
  while (provider.requests.filter(isRenewal).length < times) await new Promise((resolve) => setTimeout(resolve, 10))
}

test.each(counts)('%i processes make one grant, and nothing is revoked', { timeout }, async (count) => {
  const scene = await setUp()
  const all = Array.from({ length: count }, () => scene.start())
  expect(await Promise.all(all.map(({ done }) => done))).toEqual(Array(count).fill('someone'))
  expect(family(scene)).toMatchObject({ grants: 1, revoked: false })
})

async function killAndContinue(scene: RenewalScene, victim: RenewalProcess): Promise<readonly string[]> {
  const others = Array.from({ length: most - 1 }, () => scene.start())
  await victim.kill()
  return Promise.all(others.map(({ done }) => done))
}

describe('killed at', () => {
  const points: readonly StopPoint[] = wanted ? ['waiting', 'locked', 'stored', 'released'] : ['locked']

  test.each(points)('%s: the others go on with one grant', { timeout }, async (point) => {
    const scene = await setUp()
    const victim = scene.start(point)
    await victim.stopped
    expect(await killAndContinue(scene, victim)).toEqual(Array(most - 1).fill('someone'))
    expect(family(scene)).toMatchObject({ grants: 1, revoked: false })
  })

  test.runIf(wanted)(
    'asked, before the provider has done anything: the others go on with one grant',
    { timeout },
    async () => {
      const scene = await setUp()
      // The first try is refused for want of a nonce; the second is the one that counts.
      scene.provider.faults.add({ kind: 'hang', committed: false }, { on: isRenewal, skip: 1 })
      const victim = scene.start()
      await untilAsked(scene, 2)
      expect(await killAndContinue(scene, victim)).toEqual(Array(most - 1).fill('someone'))
      expect(family(scene)).toMatchObject({ grants: 1, revoked: false })
    },
  )

  // The new pair was in no other place than the process: the provider takes the old token for stolen. No client can
  // tell this from the case before; what counts is that it is said, that nothing else is lost, and that nobody loops.
  test.runIf(wanted).each(['granted', 'answered'] as const)(
    '%s: the pair is gone with the process, and a person is asked to sign in',
    { timeout },
    async (point) => {
      const scene = await setUp()
      if (point === 'granted') {
        scene.provider.faults.add({ kind: 'hang', committed: true }, { on: isRenewal, skip: 1 })
      }
      const victim = scene.start(point === 'answered' ? point : undefined)
      await (point === 'answered' ? victim.stopped : untilAsked(scene, 2))
      while (family(scene)?.grants === 0) await new Promise((resolve) => setTimeout(resolve, 10))
      expect(await killAndContinue(scene, victim)).toEqual(Array(most - 1).fill('unauthorized'))
      expect(family(scene)).toMatchObject({ grants: 1, revoked: 'reuse' })
    },
  )
})
