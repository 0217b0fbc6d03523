import type { Delivery, DeliveryState, Json, PartDelivery, Post, PostRef } from '@tutti/model'
import type { EngineProcess, StartEngine } from './story.ts'
import { createClient } from './world.ts'

/** The engine that is tested. */
export const tutti: StartEngine = async (platform, store, clock) => {
  const client = await createClient(platform, store, clock)
  const options = { reconcileWithinMs: 10 * 60_000 }
  return {
    publish: (post) => client.publish(post, options),
    recover: () => client.deliveries.recover(options),
    get: (postId) => client.deliveries.get(postId, 'one'),
  }
}

/** What a seeded bad engine does wrong. */
export interface Badness {
  /** Sends again whatever the error says, under a new key. */
  readonly retriesBlindly?: boolean
  /** Writes down that it sends only when it has sent. */
  readonly journalsAfterSending?: boolean
  /** Takes an interrupted send for one that never left. */
  readonly requeuesInterrupted?: boolean
  /** Calls a lost answer a failure. */
  readonly callsUnknownFailed?: boolean
  /** Calls a lost answer a success. */
  readonly callsUnknownPublished?: boolean
}

/** A small engine with a journal, and with faults to be found by the checker: the checker's own proof. */
export function badEngine(badness: Badness): StartEngine {
  return async (platform, store): Promise<EngineProcess> => {
    const { documents } = store.scope('default', 'bad')
    const { publishPost } = platform.adapter.operations
    const save = (delivery: Delivery) => documents.put('bad', delivery.postId, delivery as unknown as Json, 'any')
    let keys = 0

    async function send(text: string, parent: PostRef | undefined): Promise<PostRef | undefined> {
      for (let attempt = 0; attempt < (badness.retriesBlindly ? 3 : 1); attempt += 1) {
        try {
          const key = `key-${store.writeCount}-${++keys}`
          const part = { text, lengths: [], media: [], platformOptions: {} }
          const replyTo = parent && { parent, root: parent }
          const input = { part, key, createdAt: 0, replyTo, staged: { facts: { container: key } } }
          const output = await publishPost(input)
          if (output.state === 'published') return output.ref
        } catch {
          // The fault under test: every error is the same to it.
        }
      }
      return undefined
    }

    async function run(delivery: Delivery, texts: readonly string[]): Promise<void> {
      const parts = [...delivery.parts]
      const state = (): DeliveryState => parts.find((part) => part.state !== 'published')?.state ?? 'published'
      const write = () => save({ ...delivery, parts, state: state(), reason: JSON.stringify(texts) })
      for (const [index, part] of parts.entries()) {
        if (part.state === 'published') continue
        if (part.state !== 'queued' && !(badness.requeuesInterrupted && part.state === 'publishing')) break
        const put = (change: Partial<PartDelivery>) => {
          parts[index] = { ...part, ...change }
        }
        if (!badness.journalsAfterSending) {
          put({ state: 'publishing' })
          await write()
        }
        const ref = await send(texts[index] ?? '', parts[index - 1]?.ref)
        const lost = badness.callsUnknownFailed
          ? 'not-sent'
          : badness.callsUnknownPublished
            ? 'published'
            : 'needs-human'
        put(ref ? { state: 'published', ref } : { state: lost })
        await write()
        if (!ref) break
      }
    }

    return {
      async publish(post: Post) {
        const texts = [post.text, ...(post.thread ?? []).map((part) => part.text)]
        const parts = texts.map((_, index): PartDelivery => ({ index, state: 'queued', key: '', warnings: [] }))
        const delivery = {
          postId: post.id,
          channel: 'one',
          platform: 'scripted',
          state: 'queued',
          parts,
        } as unknown as Delivery
        await save({ ...delivery, reason: JSON.stringify(texts) })
        await run(delivery, texts)
      },
      async recover() {
        for (const { value } of await documents.list<Delivery & Json>('bad'))
          await run(value, JSON.parse(value.reason ?? '[]'))
      },
      get: async (postId) => (await documents.get<Delivery & Json>('bad', postId))?.value,
    }
  }
}
