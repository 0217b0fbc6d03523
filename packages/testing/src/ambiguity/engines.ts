import { randomUUID } from 'node:crypto'
import {
  type ChannelDefinition,
  type Clock,
  createTutti,
  type DeliveryState,
  memoryStore,
  type PostRef,
  type PublishPostOutput,
  TuttiError,
} from '@tutti/core'
import { createTestContext } from '../context/create-test-context.ts'
import type { EngineReport } from './judge.ts'
import { reconcileWithinMs, reconciliation } from './times.ts'

/** What an engine is to publish: one text, or several as a thread. */
export interface EngineJob {
  readonly channel: ChannelDefinition
  readonly clock: Clock
  readonly texts: readonly string[]
}

/** Publishes, and says what came of it. */
export type Engine = (job: EngineJob) => Promise<EngineReport>

const silent = { debug() {}, info() {}, warn() {} }

/** The real one. */
export const tuttiEngine: Engine = async ({ channel, clock, texts }) => {
  const tutti = await createTutti({
    channels: { first: channel },
    store: memoryStore(),
    clock,
    log: silent,
    reconciliation,
  })
  try {
    const [text = '', ...rest] = texts
    const post = tutti.post({ text, thread: rest.map((part) => ({ text: part })) })
    const { deliveries } = await tutti.publish(post, { reconcileWithinMs })
    return deliveries.first
  } finally {
    await tutti.close()
  }
}

/**
 * Deliberately bad engines, without journal and reading back: the suite is worth something only if
 * its judge finds each of them out.
 */
export const badEngines: Readonly<Record<string, Engine>> = {
  'blind retry': (job) => publishParts(job, { tries: 3, afterError: 'not-sent' }),
  'a lost answer called a failure': (job) => publishParts(job, { tries: 1, afterError: 'not-sent' }),
  'a lost answer called a success': (job) => publishParts(job, { tries: 1, afterError: 'published' }),
}

interface BadHabits {
  readonly tries: number
  readonly afterError: DeliveryState
}

async function publishParts({ channel, clock, texts }: EngineJob, habits: BadHabits): Promise<EngineReport> {
  const { adapter, credential } = channel
  const { stagePost, publishPost, refreshCredential } = adapter.operations
  if (!publishPost) throw new Error(`${adapter.id} declares no publishPost`)
  const first = createTestContext(adapter, credential, { clock })
  const ready = refreshCredential ? await refreshCredential({ credential }, first.context) : credential
  const { context } = createTestContext(adapter, ready, { clock })
  const parts: { state: DeliveryState; ref?: PostRef | undefined }[] = []
  const refs: PostRef[] = []
  for (const text of texts) {
    const send = async (): Promise<PublishPostOutput> => {
      const createdAt = clock.now()
      const key = adapter.createKey?.({ nowMs: createdAt }) ?? randomUUID()
      const parent = refs.at(-1)
      const root = refs[0]
      const part = { text, lengths: [], media: [], platformOptions: {} }
      const outgoing = { part, key, createdAt, replyTo: parent && root && { parent, root } }
      const staged = stagePost ? await stagePost(outgoing, context) : { facts: {} }
      return publishPost({ ...outgoing, staged }, context)
    }
    let ref: PostRef | undefined
    for (let tried = 0; tried < habits.tries && ref === undefined; tried += 1) {
      const output = await send().catch((error: unknown) => {
        if (!TuttiError.isInstance(error)) throw error
      })
      if (output?.state === 'published') ref = output.ref
    }
    if (ref) refs.push(ref)
    parts.push({ state: ref ? 'published' : habits.afterError, ref })
  }
  const failed = parts.find(({ ref }) => ref === undefined)
  return { state: failed?.state ?? 'published', parts }
}
