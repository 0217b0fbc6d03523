import type { Post } from '@tutti/model'
import { InvalidInputError, type Json } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isTakenOver } from '../calendar/records.ts'
import type { QueueInput } from './slots-api.ts'

const collection = 'evergreen'

/** When one that could not be placed is tried again. */
const retryAfterMs = 60 * 60_000

/** A post that goes round and round on one channel. */
export interface Evergreen {
  /** The id of its first round. */
  readonly id: string
  readonly channel: string
  readonly minAgeMs: number
  readonly late?: QueueInput['late']
  /** How many rounds were placed. */
  readonly rounds: number
  /** The post of this round, and when it is looked after: when it is due, or later where its next one had no place. */
  readonly currentId: string
  readonly at: number
}

/** Puts one post into the queue. */
export type Enqueue = (
  post: Post,
  channel: string,
  after: number,
  details: { readonly late?: QueueInput['late']; readonly requeueOf: string },
) => Promise<{ readonly at: number }>

/** Keeps evergreen posts going. */
export function createEvergreens({ host, records }: Calendar, enqueue: Enqueue) {
  const { documents } = host.store

  const goOn = async (evergreen: Evergreen, version: number): Promise<void> => {
    const { id, channel, currentId, minAgeMs, late, rounds } = evergreen
    const record = (await records.find(currentId))?.record
    if (!record?.post || record.state === 'cancelled') return documents.delete(collection, id, version)
    if (record.state !== 'fired' && record.state !== 'missed') return
    const nextId = `${id}.${rounds + 1}`
    const after = Math.max(host.clock.now(), (record.firedAt ?? record.at ?? 0) + minAgeMs - 1)
    const at = await placeNext()
    const next = { ...evergreen, currentId: nextId, at, rounds: rounds + 1 }
    await documents.put(collection, id, next as unknown as Json, version)

    async function placeNext(): Promise<number> {
      const post = { ...(record?.post as Post), id: nextId }
      try {
        return (await enqueue(post, channel, after, { late, requeueOf: currentId })).at
      } catch (error) {
        // Another worker placed this very round, or this one did before it died.
        const placed = (await records.find(nextId))?.record.at
        if (placed !== undefined && InvalidInputError.isInstance(error) && error.code === 'already-published')
          return placed
        throw error
      }
    }
  }

  const postpone = async (evergreen: Evergreen, version: number) => {
    const later = { ...evergreen, at: host.clock.now() + retryAfterMs }
    await documents.put(collection, evergreen.id, later as unknown as Json, version)
  }

  return {
    async keep(evergreen: Evergreen): Promise<void> {
      await documents.put(collection, evergreen.id, evergreen as unknown as Json, 'any')
    },

    /** Places the next round of what has had this one. */
    async sweep(): Promise<void> {
      let after: string | undefined
      let failure: { readonly error: unknown } | undefined
      for (;;) {
        const page = await documents.list(collection, { after, limit: 100 })
        for (const { value, version } of page) {
          const evergreen = value as unknown as Evergreen
          if (evergreen.at > host.clock.now()) continue
          await goOn(evergreen, version).catch(async (error) => {
            if (isTakenOver(error)) return
            // The others go on; the worker tells of it.
            failure = { error }
            // Such as a channel that has no slots any more: not to be told of at each sweep.
            if (InvalidInputError.isInstance(error)) await postpone(evergreen, version).catch(() => {})
          })
        }
        after = page.at(-1)?.id
        if (page.length < 100) break
      }
      if (failure) throw failure.error
    },
  }
}
