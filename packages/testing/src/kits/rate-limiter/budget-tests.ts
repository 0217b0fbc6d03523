import type { RateLimitObservation } from '@tutti/model'
import { expect, test } from 'vitest'
import { type Demand, drive, mostWithin } from './drive.ts'
import { type LimiterTools, limitOf, type WithLimiter } from './limiter-under-test.ts'
import { type OracleServer, oracleServer } from './oracle-server.ts'

const windowMs = 60_000
const windowCount = 12
const durationMs = windowMs * windowCount
const maxLatencyMs = 100
const phases = ['aligned', 'first-request'] as const
const budgets = [30, 300]

/** Somebody else at the same budget: how often, and how much at once, as a share of it. */
interface Rival {
  readonly everyMs: (budget: number) => number
  readonly share: number | 'single'
}

/** A third of the budget, one by one. */
const steadyRival: Rival = { everyMs: (budget) => windowMs / (budget / 3), share: 'single' }
/** A third of the budget at one stroke, at changing places in the window. */
const burstyRival: Rival = { everyMs: () => windowMs * 0.83, share: 1 / 3 }

/** What a limiter promises about budgets, measured at servers that enforce them. */
export function testBudgets(run: WithLimiter): void {
  for (const budget of budgets) {
    const limit = limitOf('limit', budget, windowMs)
    const tooMuch = { callers: budget }
    // Nine tenths of the budget for ourselves: with a rival's third it runs out late in the window.
    const paced = { meanIntervalMs: windowMs / (0.9 * budget) }

    for (const phase of phases) {
      const measureWith = async (tools: LimiterTools, demand: Demand, rival?: Rival) => {
        const server = oracleServer({ clock: tools.clock, budget, windowMs, phase })
        const stopRival = rival === undefined ? () => {} : startRival(tools, server, rival, budget)
        await drive({ ...tools, server, limit, demand, durationMs, maxLatencyMs, atEnd: stopRival })
        return measure(server, budget, tools)
      }

      test(
        `${budget} a window, ${phase}, alone: nothing refused, at least 99 % used`,
        run(async (tools) => {
          const measured = await measureWith(tools, tooMuch)
          expect(measured.refused).toBe(0)
          expect(measured.windows).toBeGreaterThan(windowCount / 2)
          expect(measured.usedShare).toBeGreaterThanOrEqual(0.99)
        }),
      )

      for (const [name, demand] of Object.entries({ 'too much': tooMuch, paced })) {
        test(
          `${budget} a window, ${phase}, ${name} demand beside a steady rival: nothing refused, at least 99 % used`,
          run(async (tools) => {
            const measured = await measureWith(tools, demand, steadyRival)
            expect(measured.byRivals).toBeGreaterThan(0)
            expect(measured.refused).toBe(0)
            expect(measured.usedShare).toBeGreaterThanOrEqual(0.99)
          }),
        )

        test(
          `${budget} a window, ${phase}, ${name} demand beside a bursty rival: one refusal a window, 95 % used`,
          run(async (tools) => {
            const measured = await measureWith(tools, demand, burstyRival)
            expect(measured.byRivals).toBeGreaterThan(0)
            expect(measured.mostRefused).toBeLessThanOrEqual(1)
            expect(measured.usedShare).toBeGreaterThanOrEqual(0.95)
          }),
        )
      }
    }

    test(
      `${budget} a window, no headers: never more in any stretch of a window, at least 99 % used`,
      run(async (tools) => {
        const server = oracleServer({ clock: tools.clock, budget, windowMs, phase: 'aligned', says: () => undefined })
        const sentAt = await drive({ ...tools, server, limit, demand: tooMuch, durationMs, maxLatencyMs })
        expect(mostWithin(sentAt, windowMs)).toBeLessThanOrEqual(budget)
        expect(measure(server, budget, tools).refused).toBe(0)
        expect(sentAt.length).toBeGreaterThanOrEqual(0.99 * budget * windowCount)
      }),
    )
  }

  test(
    'a platform that allows less than was declared is believed',
    run(async (tools) => {
      const server = oracleServer({ clock: tools.clock, budget: 20, windowMs, phase: 'aligned' })
      const limit = limitOf('limit', 100, windowMs)
      await drive({ ...tools, server, limit, demand: { callers: 40 }, durationMs, maxLatencyMs })
      const measured = measure(server, 20, tools)
      expect(measured.refused).toBe(0)
      expect(measured.usedShare).toBeGreaterThanOrEqual(0.99)
    }),
  )

  test(
    'a platform that promises more than was declared is not',
    run(async (tools) => {
      const says = (truth: RateLimitObservation) => ({ ...truth, limit: 1000, remaining: 900 })
      const server = oracleServer({ clock: tools.clock, budget: 1000, windowMs, phase: 'aligned', says })
      const limit = limitOf('limit', 30, windowMs)
      await drive({ ...tools, server, limit, demand: { callers: 60 }, durationMs, maxLatencyMs })
      expect(Math.max(...server.windows.map((window) => window.ours))).toBe(30)
    }),
  )
}

/** How much of the budget was used, and how often we were refused. */
function measure(server: OracleServer, budget: number, tools: LimiterTools) {
  // Neither the first window, entered midway, nor the last, left midway.
  const whole = server.windows.slice(1, -1).filter((window) => window.startedAt + windowMs <= tools.clock.now())
  const used = whole.reduce((sum, window) => sum + window.ours + window.rivals, 0)
  // Time without any window is budget that was not used either.
  const first = whole[0]
  const spanMs = first === undefined ? 0 : (whole.at(-1)?.startedAt ?? 0) + windowMs - first.startedAt
  return {
    usedShare: used / ((budget * spanMs) / windowMs),
    windows: whole.length,
    refused: server.windows.reduce((sum, window) => sum + window.refused, 0),
    mostRefused: Math.max(...server.windows.map((window) => window.refused)),
    byRivals: server.windows.reduce((sum, window) => sum + window.rivals, 0),
  }
}

function startRival({ clock }: LimiterTools, server: OracleServer, rival: Rival, budget: number): () => void {
  let cancel = () => {}
  const act = () => {
    const count = rival.share === 'single' ? 1 : Math.floor(budget * rival.share)
    for (let index = 0; index < count; index += 1) server.takeForRival(1)
    cancel = clock.setTimer(rival.everyMs(budget), act)
  }
  act()
  return () => cancel()
}
