import type { Engine } from '@tutti/model'
import { expect, vi } from 'vitest'
import type { EngineUnderTest, WithEngine } from './engine-under-test.ts'

/** A loaded machine may take long; an engine that works answers far sooner. */
const patienceMs = 20_000
const virtualStepMs = 50

/** Makes a `WithEngine` for one engine under test. */
export function withEngine(subject: EngineUnderTest): WithEngine {
  return (body) => async () => {
    const opened = await subject.open()
    const { clock } = opened
    const engines: Engine[] = [opened.engine]
    const until = async (expectation: () => void | Promise<void>) => {
      if (clock === undefined) return vi.waitFor(expectation, { timeout: patienceMs, interval: 5 })
      for (let step = 1; ; step += 1) {
        await clock.advance(virtualStepMs)
        try {
          return await expectation()
        } catch (error) {
          if (step * virtualStepMs >= patienceMs) throw error
        }
      }
    }
    const pass = async (durationMs: number) => {
      if (clock !== undefined) return clock.advance(durationMs)
      await new Promise((resolve) => setTimeout(resolve, durationMs))
    }
    const openAgain = async () => {
      const engine = await opened.openAgain?.()
      if (engine === undefined) throw new Error('an engine that is shared must offer openAgain to its kit')
      engines.push(engine)
      return engine
    }
    try {
      await body({ ...opened, now: () => clock?.now() ?? Date.now(), until, pass, openAgain })
    } finally {
      for (const engine of engines) await engine.close()
      await opened.cleanUp?.()
    }
    if (clock !== undefined) expect(clock.pendingCount, 'timers left behind').toBe(0)
  }
}
