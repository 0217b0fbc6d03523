import type { Delivery, Post, PublishGuarantee } from '@tutti/model'
import { type VirtualClock, virtualClock } from '@tutti/testing'
import { memoryStore } from '../../../src/store/memory-store.ts'
import { findViolations } from './delivery-checker.ts'
import { type MortalStore, mortalStore, type StopPoint } from './mortal-store.ts'
import { settle } from './run-clock.ts'
import { type Behaviour, scriptedPlatform } from './scripted-platform.ts'

/** Any engine of delivery, as one process of it. */
export interface EngineProcess {
  publish(post: Post): Promise<unknown>
  recover(): Promise<unknown>
  get(postId: string): Promise<Delivery | undefined>
}

/** Starts a process of an engine over what earlier ones have left. */
export type StartEngine = (
  platform: ReturnType<typeof scriptedPlatform>,
  store: MortalStore,
  clock: VirtualClock,
) => Promise<EngineProcess>

/** One story of publishing with trouble: what the platform does, and when the first process stops. */
export interface Story {
  readonly guarantee: PublishGuarantee['kind']
  readonly script: readonly Behaviour[]
  /** How many parts the thread has. */
  readonly parts: number
  readonly stop?: StopPoint | undefined
  /** Whether the stopped process goes on when others have long taken over; it is dead otherwise. */
  readonly wakesUp?: boolean | undefined
}

/** How a story ended. */
export interface Ending {
  readonly violations: readonly string[]
  readonly delivery: Delivery | undefined
  readonly ledgerCount: number
  /** Writes of the first process: where else it could have stopped. */
  readonly writeCount: number
}

const postId = 'p1'
const pauseMs = 5 * 60_000

/** Plays a story: a process publishes and perhaps stops, later ones take up what it left. */
export async function play(startEngine: StartEngine, story: Story): Promise<Ending> {
  const clock = virtualClock()
  const shared = memoryStore()
  let living: MortalStore = mortalStore(shared, story.stop)
  const first = living
  const platform = scriptedPlatform({
    clock,
    guarantee: story.guarantee,
    script: story.script,
    kill: () => living.stop(),
  })
  const texts = Array.from({ length: story.parts }, (_, index) => `Part ${index}`)
  const [text = '', ...rest] = texts
  const post: Post = { id: postId, text, thread: rest.map((part) => ({ text: part })) }

  const engine = await startEngine(platform, living, clock)
  const published = engine.publish(post)
  await settle(clock, published, () => first.isStopped)
  const wasStopped = first.isStopped
  const early = findViolations({ texts, ledger: platform.ledger, delivery: await read(), atRest: false })

  // Any of these may die on a request as well: one more of them than the script can kill.
  for (let round = 0; round <= story.script.length + 1; round += 1) {
    await clock.advance(pauseMs)
    living = mortalStore(shared)
    const store = living
    const next = await startEngine(platform, store, clock)
    await settle(clock, next.recover(), () => store.isStopped)
  }
  if (story.wakesUp) {
    first.goOn()
    await settle(clock, published)
  }
  await clock.advance(pauseMs)
  const delivery = await read()
  const late = findViolations({ texts, ledger: platform.ledger, delivery, atRest: true })
  return {
    violations: [...(wasStopped ? [] : early), ...late],
    delivery,
    ledgerCount: platform.ledger.length,
    writeCount: first.writeCount,
  }

  async function read(): Promise<Delivery | undefined> {
    const observer = await startEngine(platform, mortalStore(shared), clock)
    return observer.get(postId)
  }
}
