import { InvalidInputError, type Json, PluginError } from '@tutti/model'
import type { Calendar } from '../calendar/calendar.ts'
import { isTakenOver } from '../calendar/records.ts'
import type { TimedRecord } from '../calendar/schedule-record.ts'
import { guardSchedule } from '../schedule-events.ts'
import { shuffledOrder } from '../series/rotation.ts'
import type { WallTime } from '../time/wall-time.ts'
import type { ShuffleInput } from './slots-api.ts'
import type { createTakenSlots } from './take-slot.ts'

const collection = 'shuffles'

/** What is this near falls due while it is shuffled. */
const nearMs = 60_000

const movableStates: readonly string[] = ['draft', 'submitted', 'rejected', 'scheduled']

/** Who goes from where to where. It is stored before anything moves, so that anybody can bring it to its end. */
interface ShufflePlan {
  readonly by?: string | undefined
  readonly moves: readonly { readonly id: string; readonly fromAt: number; readonly time: WallTime }[]
}

/** Shuffles queues. */
export function createShuffles(calendar: Calendar, taken: ReturnType<typeof createTakenSlots>) {
  const { host, records } = calendar
  const { documents } = host.store

  const findQueued = async (channel: string, { from, to }: ShuffleInput): Promise<readonly TimedRecord[]> => {
    const found: TimedRecord[] = []
    const start = Math.max(from ?? 0, host.clock.now() + nearMs)
    for await (const { record } of records.between(start, to ?? Number.POSITIVE_INFINITY)) {
      const { origin, state, history = [] } = record
      const isMoved = history.some(({ action }) => action === 'reschedule')
      if (origin?.kind !== 'slot' || origin.id !== channel || isMoved || !movableStates.includes(state)) continue
      found.push(record as TimedRecord)
    }
    return found
  }

  const carryOut = async (channel: string): Promise<void> => {
    const found = await documents.get(collection, channel)
    if (!found) return
    const { moves, by } = found.value as unknown as ShufflePlan
    for (const { id, time } of moves) await taken.reserve(channel, time.at, id)
    for (const { id, fromAt, time } of moves) {
      // What was moved or cancelled meanwhile stays as somebody wanted it.
      if ((await records.find(id))?.record.at !== fromAt) continue
      try {
        await calendar.setTime(id, time, { action: 'shuffle', by })
      } catch (error) {
        if (!InvalidInputError.isInstance(error) && !PluginError.isInstance(error)) throw error
      }
    }
    await documents.delete(collection, channel, found.version).catch((error) => {
      if (!isTakenOver(error)) throw error
    })
  }

  const shuffle = async (channel: string, input: ShuffleInput): Promise<readonly TimedRecord[]> => {
    await carryOut(channel)
    const queued = await findQueued(channel, input)
    // By id first: the outcome must not depend on the order before.
    const posts = [...queued].sort((one, other) => (one.id < other.id ? -1 : 1))
    const order = shuffledOrder(input.seed, posts.length, 0)
    const moves = queued.flatMap(({ wallTime, timeZone, at, adjusted }, place) => {
      const post = posts[order[place] ?? place]
      if (!post || post.at === at) return []
      return [{ id: post.id, fromAt: post.at, time: { wallTime, timeZone, at, adjusted }, preview: post.preview }]
    })
    for (const { preview, time } of moves) {
      const denial = await host.runGuard(guardSchedule, { preview, at: time.at })
      if (denial) throw new PluginError({ code: 'guard-denied', message: denial.deny })
    }
    const plan: ShufflePlan = { by: input.by, moves: moves.map(({ preview: _preview, ...move }) => move) }
    try {
      await documents.put(collection, channel, plan as unknown as Json, 'absent')
    } catch (error) {
      // Somebody else shuffles it just now: after them.
      if (isTakenOver(error)) return shuffle(channel, input)
      throw error
    }
    await carryOut(channel)
    const after = await Promise.all(queued.map(async ({ id }) => (await records.get(id)).record as TimedRecord))
    return after.sort((one, other) => one.at - other.at)
  }

  return {
    shuffle,

    /** Brings to its end what a process has left behind. */
    async sweep(): Promise<void> {
      for (const { id } of await documents.list(collection, { limit: 100 })) await carryOut(id)
    },
  }
}
