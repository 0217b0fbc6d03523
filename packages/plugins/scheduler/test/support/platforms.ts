import { RateLimitError, TransportError } from '@tutti/core'
import type { fakeAdapter, VirtualClock } from '@tutti/testing'

type FakeAdapter = ReturnType<typeof fakeAdapter>
type Publish = FakeAdapter['operations']['publishPost']

/** Puts something before each post of a fake adapter. */
function before(adapter: FakeAdapter, step: (channel: string) => Promise<void>): FakeAdapter {
  const { publishPost } = adapter.operations
  const stepped: Publish = async (input, context) => {
    await step(context.channel)
    return publishPost(input, context)
  }
  Object.assign(adapter.operations, { publishPost: stepped })
  return adapter
}

/** A platform that takes its time on some channels. `peak` is how many posts were on their way to one at once. */
export function slowPlatform(clock: VirtualClock, delayMs: Readonly<Record<string, number>>) {
  const running = new Map<string, number>()
  const peak = new Map<string, number>()
  const wrap = (adapter: FakeAdapter) =>
    before(adapter, async (channel) => {
      running.set(channel, (running.get(channel) ?? 0) + 1)
      peak.set(channel, Math.max(peak.get(channel) ?? 0, running.get(channel) ?? 0))
      await clock.sleep(delayMs[channel] ?? 0)
      running.set(channel, (running.get(channel) ?? 0) - 1)
    })
  return { wrap, peak }
}

/** A platform that takes `budget` posts in each `windowMs` on one channel, and answers 429 to the rest. */
export function limitedPlatform(clock: VirtualClock, limited: string, budget: number, windowMs: number) {
  let windowStart = 0
  let used = 0
  let refused = 0
  const wrap = (adapter: FakeAdapter) =>
    before(adapter, async (channel) => {
      if (channel !== limited) return
      if (clock.now() >= windowStart + windowMs) {
        windowStart = clock.now()
        used = 0
      }
      used += 1
      if (used <= budget) return
      refused += 1
      throw new RateLimitError({
        code: 'rate-limited',
        message: 'too many',
        retryAfterMs: windowStart + windowMs - clock.now(),
      })
    })
  return { wrap, refused: () => refused }
}

/** A platform that can't be reached until `until`, in epoch milliseconds. */
export function unreachablePlatform(clock: VirtualClock, until: number) {
  const triedAt: number[] = []
  const wrap = (adapter: FakeAdapter) =>
    before(adapter, async () => {
      triedAt.push(clock.now())
      if (clock.now() >= until) return
      throw new TransportError({ code: 'not-sent', message: 'the platform can’t be reached', retryable: true })
    })
  return { wrap, triedAt }
}
