import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connect } from '../src/connect.ts'
import { systemClock } from '../src/index.ts'
import { createRateLimiter } from '../src/limits/create-rate-limiter.ts'
import { type LimitedServer, limitedAdapter, serveLimited } from './limited-server.ts'

const rivals = {
  alone: () => {},
  steady: (server: LimitedServer) => server.takeForRival(1),
  bursty: (server: LimitedServer, budget: number) => server.takeForRival(Math.floor(budget / 3)),
}

/** Twenty callers at once through the whole SDK, over a real socket, for some whole windows. */
async function measure(budget: number, windowMs: number, windowCount: number, rival: keyof typeof rivals) {
  await using server = await serveLimited(budget, windowMs)
  const adapter = limitedAdapter(server.url, { read: { per: 'account', windows: [{ budget, windowMs }] } })
  const rateLimiter = createRateLimiter({ clock: systemClock })
  const channel = connect(adapter.channel({ accessToken: 'token' }), { rateLimiter })
  const everyMs = rival === 'bursty' ? windowMs * 0.83 : windowMs / (budget / 3)
  const rivalTimer = setInterval(() => rivals[rival](server, budget), everyMs)
  const stop = new AbortController()
  const callOnAndOn = async () => {
    while (!stop.signal.aborted) {
      await channel.fetchProfile({}, { signal: stop.signal }).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error
      })
    }
  }
  const callers = Array.from({ length: 20 }, callOnAndOn)
  // The first window is entered midway and does not count.
  const firstAt = Math.ceil((Date.now() + 1) / windowMs) * windowMs
  const endsAt = firstAt + windowCount * windowMs
  await sleep(endsAt - Date.now())
  stop.abort()
  clearInterval(rivalTimer)
  await Promise.all(callers)
  await channel.close()
  rateLimiter.close()
  const whole = server.windows.filter(({ startedAt }) => startedAt >= firstAt && startedAt < endsAt)
  return {
    windows: whole.map(({ ours, rivals }) => `${ours} + ${rivals}`).join(', '),
    usedShare: whole.reduce((sum, window) => sum + window.ours + window.rivals, 0) / (budget * windowCount),
    mostRefused: Math.max(...server.windows.map((window) => window.refused)),
  }
}

const budgets = [
  // Long enough for a loaded machine: the last third goes one by one.
  { budget: 30, windowMs: 3000, windowCount: 4 },
  { budget: 300, windowMs: 6000, windowCount: 2 },
]

for (const { budget, windowMs, windowCount } of budgets) {
  for (const rival of ['alone', 'steady', 'bursty'] as const) {
    // A busy machine can let a window pass half used; a limiter that wastes its budget fails each time.
    test.concurrent(`${budget} in ${windowMs} ms over a socket, ${rival}`, { timeout: 40_000, retry: 2 }, async () => {
      const measured = await measure(budget, windowMs, windowCount, rival)
      expect(measured.mostRefused).toBeLessThanOrEqual(rival === 'bursty' ? 1 : 0)
      expect(measured.usedShare, measured.windows).toBeGreaterThanOrEqual(rival === 'bursty' ? 0.95 : 0.99)
    })
  }
}
