import { describe, expect, onTestFinished, test } from 'vitest'
import type { StopPoint } from './renewal-job.ts'
import type { RenewalProcess } from './renewal-process.ts'
import { createScene, type RenewalScene } from './renewal-scene.ts'

// RELIABILITY S1. Real processes, one SQLite file, kill -9. `npm test` runs two of them; CI runs up to 16, killed everywhere.
const wanted = process.env.TUTTI_RENEWAL_PROCESSES
const most = Number(wanted ?? 2)
const counts = [2, 4, 8, 16].filter((count) => count <= most)

const timeout = 120_000

async function setUp(unfinishedRenewal: 'ask' | 'retry' = 'ask'): Promise<RenewalScene> {
  const scene = await createScene(unfinishedRenewal)
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

/** Where a process is killed: by itself, or while the provider has its request, before or after it has done its part. */
type Death = StopPoint | 'asked' | 'granted'

/** Starts a process and brings it to its death. */
async function bringTo(scene: RenewalScene, death: Death): Promise<RenewalProcess> {
  if (death !== 'asked' && death !== 'granted') {
    const victim = scene.start(death)
    await victim.stopped
    return victim
  }
  // The first try is refused for want of a nonce; the second is the one that counts.
  scene.provider.faults.add({ kind: 'hang', committed: death === 'granted' }, { on: isRenewal, skip: 1 })
  const victim = scene.start()
  await untilAsked(scene, 2)
  while (death === 'granted' && family(scene)?.grants === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  return victim
}

async function killAndContinue(scene: RenewalScene, victim: RenewalProcess, count = most): Promise<readonly string[]> {
  const others = Array.from({ length: count - 1 }, () => scene.start())
  await victim.kill()
  return Promise.all(others.map(({ done }) => done))
}

const allSay = (word: string, count = most) => Array(count - 1).fill(word)

describe('killed at', () => {
  const known: readonly Death[] = wanted ? ['waiting', 'locked', 'stored', 'released'] : ['locked']

  test.each(known)('%s: the others go on with one grant', { timeout }, async (death) => {
    const scene = await setUp()
    const victim = await bringTo(scene, death)
    expect(await killAndContinue(scene, victim)).toEqual(allSay('someone'))
    expect(family(scene)).toMatchObject({ grants: 1, revoked: false })
  })

  const unknown: readonly Death[] = wanted ? ['marked', 'asked', 'granted', 'answered'] : ['granted']

  test.each(unknown)(
    '%s: the old token is not used again, and a person is asked to sign in',
    { timeout },
    async (death) => {
      const scene = await setUp()
      const victim = await bringTo(scene, death)
      const grants = family(scene)?.grants
      const asked = scene.provider.requests.filter(isRenewal).length
      expect(await killAndContinue(scene, victim)).toEqual(allSay('renewal-unfinished'))
      expect(family(scene)).toMatchObject({ grants, revoked: false })
      expect(scene.provider.requests.filter(isRenewal)).toHaveLength(asked)
      await scene.signInAgain()
      expect(await scene.start().done).toBe('someone')
    },
  )
})

describe('an app that chose to retry, killed at', () => {
  // Without a mark, a process that is slower than its lock lasts is as good as dead: few enough that none is.
  const few = Math.min(most, 4)

  test.runIf(wanted)('asked: the others go on with one grant, and nobody is asked', { timeout }, async () => {
    const scene = await setUp('retry')
    const victim = await bringTo(scene, 'asked')
    expect(await killAndContinue(scene, victim, few)).toEqual(allSay('someone', few))
    expect(family(scene)).toMatchObject({ grants: 1, revoked: false })
  })

  // The pair was in no other place than the process: the provider takes the old token for stolen. No client can tell
  // this from the case before.
  test.runIf(wanted).each(['granted', 'answered'] as const)(
    '%s: a provider that is strict ends the sign-in, and a person is asked to sign in',
    { timeout },
    async (death) => {
      const scene = await setUp('retry')
      const victim = await bringTo(scene, death)
      expect(await killAndContinue(scene, victim, few)).toEqual(allSay('unauthorized', few))
      expect(family(scene)).toMatchObject({ grants: 1, revoked: 'reuse' })
    },
  )
})
