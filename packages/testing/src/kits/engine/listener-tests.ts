import { EngineError } from '@tutti/model'
import { expect, test } from 'vitest'
import type { WithEngine } from './engine-under-test.ts'

/** What an engine promises about those who listen, and about its end. */
export function testListeners(run: WithEngine): void {
  test(
    'each listener of a process is told, also beside one that throws or rejects',
    run(async ({ engine, now, until }) => {
      const told: string[] = []
      engine.onWake(() => {
        throw new Error('careless')
      })
      engine.onWake((key) => told.push(`first ${key}`))
      engine.onWake((key) => told.push(`second ${key}`))
      await engine.wake(now(), 'a')
      await engine.wake(now() + 10, 'b')
      await until(() => expect(told.toSorted()).toEqual(['first a', 'first b', 'second a', 'second b']))
    }),
  )

  test(
    'who has undone it is told no more; undoing twice takes nobody else away',
    run(async ({ engine, now, until }) => {
      const told: string[] = []
      const listener = (key: string) => told.push(key)
      const undo = engine.onWake(listener)
      engine.onWake(listener)
      undo()
      undo()
      await engine.wake(now(), 'a')
      await until(() => expect(told).toEqual(['a']))
    }),
  )

  test(
    'what comes due while nobody listens waits for somebody who does',
    run(async ({ engine, now, until, pass }) => {
      const undo = engine.onWake(() => {})
      undo()
      await engine.wake(now() + 10, 'a')
      await pass(700)
      const told: string[] = []
      engine.onWake((key) => told.push(key))
      await until(() => expect(told).toEqual(['a']))
    }),
  )

  test(
    'a listener may ask for the next wake-up, itself included',
    run(async ({ engine, now, until }) => {
      const told: string[] = []
      engine.onWake((key) => {
        told.push(key)
        const count = Number(key)
        if (count < 5) void engine.wake(now(), String(count + 1))
      })
      await engine.wake(now(), '0')
      await until(() => expect(told).toEqual(['0', '1', '2', '3', '4', '5']))
    }),
  )

  test(
    'after close nobody is told, wake fails with engine-failed, and close can be called again',
    run(async ({ engine, now, pass }) => {
      const told: string[] = []
      const undo = engine.onWake((key) => told.push(key))
      await engine.wake(now() + 300, 'a')
      await engine.close()
      await engine.close()
      undo()
      const failure = await engine.wake(now(), 'b').catch((error: unknown) => error)
      expect(EngineError.isInstance(failure)).toBe(true)
      expect(failure).toMatchObject({ code: 'engine-failed', outcome: 'not-sent' })
      engine.onWake((key) => told.push(key))()
      await pass(1000)
      expect(told).toEqual([])
    }),
  )

  test(
    'close at once, before anything was done, or while connecting',
    run(async ({ engine, now }) => {
      engine.onWake(() => {})
      const asked = engine.wake(now(), 'a').catch((error: unknown) => error)
      await engine.close()
      expect([undefined, 'engine-failed']).toContain(((await asked) as { code?: string } | undefined)?.code)
    }),
  )
}
