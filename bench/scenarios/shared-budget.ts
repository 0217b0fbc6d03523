// How much of a platform's budget is used, and how often it refuses, while somebody else uses the same budget.
// Time is virtual: it is Tutti's limiter and a server that counts, nothing is waited for.
import type { LimitKey, Permit } from '@tutti/core'
import { createRateLimiter } from '../../packages/core/src/limits/create-rate-limiter.ts'
import { virtualClock } from '../../packages/testing/src/clock/virtual-clock.ts'
import { oracleServer } from '../../packages/testing/src/kits/rate-limiter/oracle-server.ts'
import { report } from '../measure/report.ts'
import type { Row } from '../measure/row.ts'

const windowMs = 60_000
const windowCount = 10
const maxLatencyMs = 100

/** Somebody else at the same budget. */
interface Rival {
  readonly everyMs: number
  readonly takes: number
}

/** The share of the budget that was used, in percent, and refusals: the most in one window. */
async function measure(budget: number, rival: Rival) {
  const clock = virtualClock()
  const random = seededRandom(1)
  const limiter = createRateLimiter({ clock, random })
  const server = oracleServer({ clock, budget, windowMs, phase: 'aligned' })
  const limits: readonly LimitKey[] = [{ key: 'limit', windows: [{ budget, windowMs }] }]
  const stop = new AbortController()

  const callOnce = async () => {
    const request = { limits, cost: 1, priority: 'publishing', owner: 'channel', signal: stop.signal } as const
    const permit: Permit = await limiter.acquire({ ...request, maxWaitMs: windowMs * windowCount })
    await clock.sleep(1 + random() * maxLatencyMs)
    const observation = server.receive(1)
    await clock.sleep(1 + random() * maxLatencyMs)
    permit.settle({ observation })
  }
  const callOnAndOn = async () => {
    while (!stop.signal.aborted) await callOnce()
  }
  const compete = async () => {
    while (!stop.signal.aborted) {
      for (let index = 0; index < rival.takes; index++) server.takeForRival(1)
      await clock.sleep(rival.everyMs, stop.signal)
    }
  }
  const ended = Promise.allSettled([...Array.from({ length: budget }, callOnAndOn), compete()])
  await clock.advance(windowMs * windowCount)
  stop.abort()
  while (clock.pendingCount > 0) await clock.advance(maxLatencyMs)
  await ended
  limiter.close()

  // Neither the first window, entered midway, nor the last, left midway.
  const windows = server.windows.slice(1, -1)
  const used = windows.reduce((sum, { ours, rivals }) => sum + ours + rivals, 0)
  return {
    usedPercent: (100 * used) / (budget * windows.length),
    mostRefused: Math.max(...server.windows.map(({ refused }) => refused)),
  }
}

/** The same numbers on every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const rows: Row[] = []
for (const budget of [30, 300]) {
  const steady = await measure(budget, { everyMs: windowMs / (budget / 3), takes: 1 })
  const bursty = await measure(budget, { everyMs: windowMs * 0.83, takes: Math.floor(budget / 3) })
  const rowsOf = (rival: string, measured: typeof steady, atLeast: number, atMost: number): Row[] => [
    {
      name: `${budget} a window beside a ${rival} rival: used`,
      unit: '%',
      ours: measured.usedPercent,
      budget: { atLeast },
      tolerance: 0,
    },
    {
      name: `${budget} a window beside a ${rival} rival: most refusals in a window`,
      unit: 'refused',
      ours: measured.mostRefused,
      budget: { atMost },
      tolerance: 0,
    },
  ]
  rows.push(...rowsOf('steady', steady, 99, 0), ...rowsOf('bursty', bursty, 95, 1))
}
report(rows)
