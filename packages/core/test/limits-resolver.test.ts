import { expect, test } from 'vitest'
import { createTutti, memoryStore, systemClock } from '../src/index.ts'
import { createRateLimiter } from '../src/limits/create-rate-limiter.ts'
import { heapUsed } from './heap-used.ts'
import { limitedAdapter } from './limited-server.ts'
import { answerJson, serveLoopback } from './loopback.ts'

const channelCount = 5000

test('5 000 channels over a resolver: no work at start, none starves, flat memory', { timeout: 120_000 }, async () => {
  await using server = await serveLoopback((_, response) => answerJson(response, 200, {}))
  const adapter = limitedAdapter(server.url, {
    read: { per: 'account', windows: [{ budget: 2, windowMs: 60_000 }], within: ['all'] },
    // A hundred connections at once are enough for one process.
    all: { per: 'ip', windows: [{ budget: 100, windowMs: 50 }] },
  })
  const rateLimiter = createRateLimiter({ clock: systemClock })
  let resolved = 0
  const resolve = async (channelId: string) => {
    resolved += 1
    return adapter.channel({ accessToken: channelId })
  }
  const tutti = await createTutti({ channels: { resolve, list: async () => [] }, store: memoryStore(), rateLimiter })
  expect([resolved, rateLimiter.keyCount, server.requests.length]).toEqual([0, 0, 0])

  const round = async (count: number) => {
    const served: number[] = []
    const ask = async (index: number) => {
      const channel = await tutti.channel(`channel-${index}`)
      if (!channel.supports('fetchProfile')) return expect.unreachable('the adapter has it')
      await channel.fetchProfile({})
      served.push(index)
    }
    await Promise.all(Array.from({ length: count }, (_, index) => ask(index)))
    return served
  }
  const first = await round(channelCount)
  expect(new Set(first).size).toBe(channelCount)
  const afterFirst = heapUsed()
  server.requests.length = 0
  await round(channelCount / 5)
  expect(server.requests).toHaveLength(channelCount / 5)
  expect(heapUsed() - afterFirst).toBeLessThan(5_000_000)
  await tutti.close()
  rateLimiter.close()
})
