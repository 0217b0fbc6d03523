import { setTimeout as sleep } from 'node:timers/promises'
import { TuttiError } from '@tutti/model'
import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { createTutti, memoryStore } from '../src/index.ts'
import { limitedAdapter } from './limited-server.ts'
import { answerJson, serveLoopback } from './loopback.ts'

test('in a total outage 1 000 clients send at most 1.1 times their calls', { timeout: 60_000 }, async () => {
  await using server = await serveLoopback((_, response) => answerJson(response, 503, {}))
  const clock = virtualClock()
  const adapter = limitedAdapter(server.url, {
    read: { per: 'account', windows: [{ budget: 300, windowMs: 300_000 }] },
  })
  const clients = await Promise.all(
    Array.from({ length: 1000 }, (_, index) => {
      const channels = { [`channel-${index}`]: adapter.channel({ accessToken: `token-${index}` }) }
      return createTutti({ channels, clock, store: memoryStore() })
    }),
  )
  const channels = clients.map((client, index) => client.channel(`channel-${index}`))
  const callAll = async () => {
    let isOver = false
    const calls = Promise.all(channels.map((channel) => channel.fetchProfile({}).catch((error: unknown) => error)))
    calls.finally(() => {
      isOver = true
    })
    // The waits before retries are virtual, the answers are not: time must not run ahead of those.
    while (!isOver) {
      await clock.advance(10)
      await sleep(2)
    }
    return calls
  }

  const failed = await callAll()
  expect(failed.every((error) => TuttiError.isInstance(error) && error.code === 'server-error')).toBe(true)
  expect(server.requests.length).toBeGreaterThan(1000)
  expect(server.requests.length).toBeLessThanOrEqual(1100)

  // The budget is spent: further calls are not repeated at all, until successes have filled it again.
  server.requests.length = 0
  await callAll()
  expect(server.requests.length).toBe(1000)
  await Promise.all(clients.map((client) => client.close()))
})
