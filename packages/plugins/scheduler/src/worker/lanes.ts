import type { ChannelNews } from './deliver.ts'

/** So many posts go to one channel at the same time, and so many to all of them. */
const maxPerChannel = 5
const maxInAll = 250

interface Lane {
  running: number
  /** Whether there may be something in its queue. */
  isWaiting: boolean
  busyUntil: number
}

/**
 * Who may go to which channel just now. A channel that is slow, limited or paused keeps its own posts waiting
 * in its own queue, and nobody else's.
 */
export function createLanes(now: () => number) {
  const lanes = new Map<string, Lane>()
  let running = 0

  const laneOf = (channel: string): Lane => {
    let lane = lanes.get(channel)
    if (!lane) {
      lane = { running: 0, isWaiting: false, busyUntil: 0 }
      lanes.set(channel, lane)
    }
    return lane
  }
  const freeIn = (lane: Lane) =>
    lane.busyUntil > now() ? 0 : Math.min(maxPerChannel - lane.running, maxInAll - running)
  const forgetIdle = (channel: string, lane: Lane) => {
    if (lane.running === 0 && !lane.isWaiting && lane.busyUntil <= now()) lanes.delete(channel)
  }

  return {
    /** Whether a post may go to a channel at once, without overtaking those that wait for it. */
    isFree(channel: string): boolean {
      const lane = lanes.get(channel)
      return lane ? !lane.isWaiting && freeIn(lane) > 0 : running < maxInAll
    },

    async run(channel: string, work: () => Promise<ChannelNews>): Promise<void> {
      const lane = laneOf(channel)
      lane.running += 1
      running += 1
      try {
        const { busyUntil } = await work()
        if (busyUntil !== undefined) lane.busyUntil = Math.max(lane.busyUntil, busyUntil)
      } finally {
        lane.running -= 1
        running -= 1
        forgetIdle(channel, lane)
      }
    },

    /** Something was put into a channel's queue. */
    expect(channel: string): void {
      laneOf(channel).isWaiting = true
    },

    /** Its queue is being looked into. */
    settle(channel: string): void {
      const lane = laneOf(channel)
      lane.isWaiting = false
      forgetIdle(channel, lane)
    },

    rest(channel: string, until: number): void {
      laneOf(channel).busyUntil = until
    },

    /** Those that wait and may go, with how many of each; those that were served last come last. */
    ready(): readonly { readonly channel: string; readonly free: number }[] {
      const ready: { channel: string; free: number }[] = []
      let left = maxInAll - running
      for (const [channel, lane] of [...lanes]) {
        const free = Math.min(freeIn(lane), left)
        if (!lane.isWaiting || free <= 0) continue
        ready.push({ channel, free })
        left -= free
        lanes.delete(channel)
        lanes.set(channel, lane)
      }
      return ready
    },

    /** When the next of those that wait may go on, in epoch milliseconds. */
    nextAt(): number | undefined {
      let next: number | undefined
      for (const { isWaiting, busyUntil } of lanes.values()) {
        if (isWaiting && busyUntil > now() && (next === undefined || busyUntil < next)) next = busyUntil
      }
      return next
    },
  }
}

/** What `createLanes` returns. */
export type Lanes = ReturnType<typeof createLanes>
