import { type PlannedPost, windowMs } from './plan.ts'
import type { LoadedChannel } from './scene.ts'

/** One channel that got less than its share. */
export interface StarvedChannel {
  readonly id: string
  readonly count: number
  /** What due times and its own limit would have let it send by then. */
  readonly possible: number
  /** What a channel usually got of those that had to wait as well. */
  readonly usual: number
}

/** How a load went, for all channels together. */
export interface Progress {
  readonly starved: readonly StarvedChannel[]
  /** How much later than possible the last post of a channel stood: usually, and at most, in milliseconds. */
  readonly usualLagMs: number
  readonly longestLagMs: number
}

/** When to look: when so much of everything stands. */
const shares = [0.2, 0.4, 0.6, 0.8]

/**
 * Compares channels with each other, and with a machine that has all the time there is: that sends each post when it
 * falls due, or as soon as the limit lets it. Who waits may get less than that, most of all while permits of dead workers
 * still count; but not less than a quarter of what others do.
 */
export function progressOf(channels: readonly LoadedChannel[], posts: readonly PlannedPost[]): Progress {
  const stories = channels.map((channel) => ({
    id: channel.plan.id,
    ideal: idealTimes(channel, posts),
    times: channel.platform.ledger.posts.map(({ createdAt }) => createdAt),
  }))
  const all = stories.flatMap(({ times }) => times).sort((one, other) => one - other)
  const starved = shares.flatMap((share) => {
    const now = all[Math.floor(all.length * share)] ?? 0
    const countUntil = (times: readonly number[]) => times.filter((at) => at <= now).length
    const waiting = stories
      .map(({ id, ideal, times }) => ({ id, count: countUntil(times), possible: countUntil(ideal) }))
      .filter(({ count, possible }) => count < possible)
    const usual = median(waiting.map(({ count }) => count))
    return waiting
      .filter(({ count, possible }) => count < possible / 4 && count < usual / 4)
      .map((channel) => ({ ...channel, usual }))
  })
  const lags = stories.map(({ ideal, times }) => (times.at(-1) ?? Number.NaN) - (ideal.at(-1) ?? Number.NaN))
  return { starved, usualLagMs: median(lags), longestLagMs: Math.max(...lags) }
}

function idealTimes({ plan }: LoadedChannel, posts: readonly PlannedPost[]): readonly number[] {
  const ideal: number[] = []
  for (const { channel, at } of posts) {
    if (channel !== plan.id) continue
    const windowBefore = ideal[ideal.length - plan.postsPerWindow] ?? Number.NEGATIVE_INFINITY
    ideal.push(Math.max(at, windowBefore + windowMs))
  }
  return ideal
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
}
