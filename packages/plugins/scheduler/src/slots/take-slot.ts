import { InvalidInputError } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isTakenOver } from '../calendar/records.ts'
import type { ChannelSlots, FreeSlot, TooNearSlot } from './slots-api.ts'
import { slotsAfter } from './weekly-slots.ts'

const collection = 'taken-slots'

/** Who took a slot and placed nothing for so long has died. */
const abandonedMs = 10 * 60_000

interface TakenSlot {
  readonly postId: string
  /** Kept for a post that is still on its way there. */
  readonly isReserved?: boolean | undefined
  /** Epoch milliseconds. */
  readonly takenAt: number
}

/** Takes slots: of two who want the same one, one gets it and the other the next. */
export function createTakenSlots(calendar: Calendar) {
  const { host, records, options } = calendar
  const { documents } = host.store
  const keyOf = (channel: string, at: number) => `${String(at).padStart(16, '0')} ${channel}`

  /** Whether a document still stands for a post at that time. It is left behind by moving, cancelling and crashes. */
  const isHeld = async ({ postId, takenAt, isReserved }: TakenSlot, at: number): Promise<boolean> => {
    if (isReserved && host.clock.now() - takenAt < abandonedMs) return true
    const record = (await records.find(postId))?.record
    if (!record) return host.clock.now() - takenAt < abandonedMs
    return record.state !== 'cancelled' && record.at === at
  }

  /** The post of the channel that is nearer than it may be. */
  const findNear = async ({ channel, minGapMs }: ChannelSlots, at: number) => {
    const reach = Math.max(minGapMs, options.minGapMsOf(channel), 1)
    for await (const { record } of records.between(at - reach + 1, at + reach)) {
      if (record.state !== 'cancelled' && Object.hasOwn(record.preview.channels, channel)) return record
    }
    return undefined
  }

  const findFree = async (slots: ChannelSlots, after: number) => {
    const tooNear: TooNearSlot[] = []
    for (const time of slotsAfter(slots.slots, slots.timeZone, after)) {
      const found = await documents.get(collection, keyOf(slots.channel, time.at))
      if (found && (await isHeld(found.value as unknown as TakenSlot, time.at))) continue
      const near = await findNear(slots, time.at)
      if (!near) return { time: { ...time, tooNear }, version: found?.version ?? ('absent' as const) }
      // One that stands in the slot itself has simply taken it.
      if (near.at !== time.at) tooNear.push({ wallTime: time.wallTime, at: time.at, postId: near.id })
    }
    const message = `the channel "${slots.channel}" has no free slot within a year`
    throw new InvalidInputError({ code: 'invalid-input', message, path: 'channel', advice: 'Give it more slots.' })
  }

  return {
    /** @throws InvalidInputError `invalid-input` when none is free within a year */
    next: async (slots: ChannelSlots, after: number): Promise<FreeSlot> => (await findFree(slots, after)).time,

    /** @throws InvalidInputError `invalid-input` when none is free within a year */
    async take(slots: ChannelSlots, after: number, postId: string): Promise<FreeSlot> {
      for (;;) {
        const { time, version } = await findFree(slots, after)
        try {
          const taken: TakenSlot = { postId, takenAt: host.clock.now() }
          await documents.put(collection, keyOf(slots.channel, time.at), { ...taken }, version)
          return time
        } catch (error) {
          if (!isTakenOver(error)) throw error
        }
      }
    },

    /** Keeps a slot free for a post that is about to come. */
    async reserve(channel: string, at: number, postId: string): Promise<void> {
      const taken: TakenSlot = { postId, takenAt: host.clock.now(), isReserved: true }
      await documents.put(collection, keyOf(channel, at), { ...taken }, 'any')
    },

    /** Gives a slot back for which nothing was placed. */
    release: (channel: string, at: number): Promise<void> => documents.delete(collection, keyOf(channel, at)),

    /** Forgets slots that have passed. */
    async tidy(): Promise<void> {
      const past = await documents.list(collection, { limit: 100 })
      const now = keyOf('', host.clock.now())
      for (const { id } of past) if (id < now) await documents.delete(collection, id)
    },
  }
}
