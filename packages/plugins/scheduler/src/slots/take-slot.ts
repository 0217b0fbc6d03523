import { InvalidInputError } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isTakenOver } from '../calendar/records.ts'
import type { WallTime } from '../time/wall-time.ts'
import type { ChannelSlots } from './slots-api.ts'
import { slotsAfter } from './weekly-slots.ts'

const collection = 'taken-slots'

/** Who took a slot and placed nothing for so long has died. */
const abandonedMs = 10 * 60_000

interface TakenSlot {
  readonly postId: string
  /** Epoch milliseconds. */
  readonly takenAt: number
}

/** Takes slots: of two who want the same one, one gets it and the other the next. */
export function createTakenSlots(calendar: Calendar) {
  const { host, records } = calendar
  const { documents } = host.store
  const keyOf = (channel: string, at: number) => `${String(at).padStart(16, '0')} ${channel}`

  /** Whether a document still stands for a post at that time. It is left behind by moving, cancelling and crashes. */
  const isHeld = async ({ postId, takenAt }: TakenSlot, at: number): Promise<boolean> => {
    const record = (await records.find(postId))?.record
    if (!record) return host.clock.now() - takenAt < abandonedMs
    return record.state !== 'cancelled' && record.at === at
  }

  const isCrowded = async ({ channel, minGapMs }: ChannelSlots, at: number): Promise<boolean> => {
    const reach = Math.max(minGapMs, 1)
    for await (const { record } of records.between(at - reach + 1, at + reach)) {
      if (record.state !== 'cancelled' && Object.hasOwn(record.preview.channels, channel)) return true
    }
    return false
  }

  const findFree = async (slots: ChannelSlots, after: number) => {
    for (const time of slotsAfter(slots.slots, slots.timeZone, after)) {
      const found = await documents.get(collection, keyOf(slots.channel, time.at))
      if (found && (await isHeld(found.value as unknown as TakenSlot, time.at))) continue
      if (await isCrowded(slots, time.at)) continue
      return { time, version: found?.version ?? ('absent' as const) }
    }
    const message = `the channel "${slots.channel}" has no free slot within a year`
    throw new InvalidInputError({ code: 'invalid-input', message, path: 'channel', advice: 'Give it more slots.' })
  }

  return {
    /** @throws InvalidInputError `invalid-input` when none is free within a year */
    next: async (slots: ChannelSlots, after: number): Promise<WallTime> => (await findFree(slots, after)).time,

    /** @throws InvalidInputError `invalid-input` when none is free within a year */
    async take(slots: ChannelSlots, after: number, postId: string): Promise<WallTime> {
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
