import { parseOptions } from '@tutti/core'
import { InvalidInputError, type Json, type Post } from '@tutti/model'
import * as z from 'zod/mini'
import type { Calendar } from '../calendar/calendar.ts'
import { nameSchema } from '../calendar/inputs.ts'
import { nowAndThen } from '../calendar/now-and-then.ts'
import { plainPost } from '../calendar/plain-post.ts'
import { lateSchema, timeZoneSchema } from '../options.ts'
import { createEvergreens } from './evergreen.ts'
import { createShuffles } from './shuffle.ts'
import type { ChannelSlots, QueuedPost, QueueInput, SlotsApi } from './slots-api.ts'
import { createTakenSlots } from './take-slot.ts'
import { isSlot, sortSlots } from './weekly-slots.ts'

const collection = 'slots'

const minuteMs = 60_000

const milliseconds = z.int().check(z.nonnegative())
const channelsSchema = z.array(nameSchema).check(z.minLength(1))
const slotsSchema = z.strictObject({
  slots: z
    .array(z.string().check(z.refine(isSlot, 'must be a day and a time such as mon 09:00')))
    .check(z.minLength(1), z.maxLength(500)),
  timeZone: z.optional(timeZoneSchema),
  minGapMs: z.optional(milliseconds),
})
const queueSchema = z.strictObject({
  late: z.optional(lateSchema),
  evergreen: z.optional(z.strictObject({ minAgeMs: milliseconds })),
  by: z.optional(nameSchema),
})

const shuffleSchema = z.strictObject({
  seed: nameSchema,
  from: z.optional(z.number()),
  to: z.optional(z.number()),
  by: z.optional(nameSchema),
})

interface EnqueueDetails {
  readonly late?: QueueInput['late']
  readonly by?: string | undefined
  readonly requeueOf?: string | undefined
}

/** The methods about queues that fill the weekly times of channels. */
export function createSlotsApi(calendar: Calendar): SlotsApi {
  const { host, options, extensions } = calendar
  const { documents } = host.store
  const taken = createTakenSlots(calendar)

  const get = async (channel: string): Promise<ChannelSlots> => {
    const found = await documents.get(collection, parseOptions(nameSchema, channel, 'channel', 'invalid-input'))
    if (found) return found.value as unknown as ChannelSlots
    const message = `the channel "${channel}" has no slots`
    throw new InvalidInputError({ code: 'invalid-input', message, path: 'channel', advice: 'Give it some: slots.set.' })
  }

  /** A post that has its id, into the next free slot of one channel. */
  const enqueue = async (
    post: Post & { readonly id: string },
    channel: string,
    after: number,
    { late, by, requeueOf }: EnqueueDetails,
  ): Promise<QueuedPost> => {
    const { tooNear, ...time } = await taken.take(await get(channel), after, post.id)
    const origin =
      requeueOf === undefined ? ({ kind: 'slot', id: channel } as const) : ({ kind: 'requeue', id: requeueOf } as const)
    try {
      const scheduled = await calendar.place({ ...post, channels: [channel] }, time, { late, by, origin })
      return { ...scheduled, tooNear }
    } catch (error) {
      await taken.release(channel, time.at)
      throw error
    }
  }

  const evergreens = createEvergreens(calendar, (post, channel, after, details) =>
    enqueue({ ...post, id: post.id ?? crypto.randomUUID() }, channel, after, details),
  )
  extensions.sweep.push(() => evergreens.sweep())
  const shuffles = createShuffles(calendar, taken)
  extensions.sweep.push(() => taken.tidy())
  extensions.sweep.push(nowAndThen(host.clock, minuteMs, () => shuffles.sweep()))

  return {
    async set(channels, input) {
      const names = parseOptions(
        channelsSchema,
        typeof channels === 'string' ? [channels] : channels,
        'channels',
        'invalid-input',
      )
      const read = parseOptions(slotsSchema, input, 'slots', 'invalid-input')
      const { timeZone = options.timeZone, minGapMs = 0 } = read
      const all = names.map((channel) => ({ channel, timeZone, slots: sortSlots(read.slots), minGapMs }))
      // Refuses a channel that the client does not have.
      await host.client.prepare({ text: 'x', channels: names })
      for (const one of all) await documents.put(collection, one.channel, one as unknown as Json, 'any')
      return all
    },

    async list() {
      const found: ChannelSlots[] = []
      let after: string | undefined
      for (;;) {
        const page = await documents.list(collection, { after, limit: 500 })
        found.push(...page.map(({ value }) => value as unknown as ChannelSlots))
        after = page.at(-1)?.id
        if (page.length < 500) return found
      }
    },

    async remove(channel) {
      if ((await documents.get(collection, channel)) === undefined) return false
      await documents.delete(collection, channel)
      return true
    },

    next: async (channel) => taken.next(await get(channel), host.clock.now()),

    async add(post, input = {}) {
      const { late, evergreen, by } = parseOptions(queueSchema, input, 'queue', 'invalid-input')
      if (evergreen && !plainPost(post)) {
        const message = 'post: an evergreen post must be plain data: Blobs and streams can not be kept'
        throw new InvalidInputError({ code: 'invalid-input', message, path: 'post' })
      }
      const { postId, channels } = await host.client.prepare(post)
      const names = Object.keys(channels)
      // Before anything is placed: a channel without slots.
      for (const channel of names) await get(channel)
      const placed: QueuedPost[] = []
      for (const channel of names) {
        const id = names.length === 1 ? postId : `${postId}.${channel}`
        const scheduled = await enqueue({ ...post, id }, channel, host.clock.now(), { late, by })
        placed.push(scheduled)
        if (!evergreen) continue
        const { minAgeMs } = evergreen
        await evergreens.keep({ id, channel, minAgeMs, late, rounds: 1, currentId: id, at: scheduled.at })
      }
      return placed
    },

    async shuffle(channel, input) {
      const { by, ...read } = parseOptions(shuffleSchema, input, 'shuffle', 'invalid-input')
      const { channel: name } = await get(channel)
      return (await shuffles.shuffle(name, { ...read, by })).map(calendar.show)
    },
  }
}
