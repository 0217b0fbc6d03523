import { EngineError } from '@tutti/model'
import { expect, test } from 'vitest'
import type { OpenedEngine, WithEngine } from './engine-under-test.ts'

/** What an engine promises about a queue that several processes share, and that may go away. */
export function testSharing(run: WithEngine): void {
  test(
    'each wake-up reaches exactly one of two that listen, and both have work',
    run(async ({ engine, openAgain, now, until }) => {
      const second = await openAgain()
      const told: [who: number, key: string][] = []
      engine.onWake((key) => told.push([1, key]))
      second.onWake((key) => told.push([2, key]))
      const keys = Array.from({ length: 300 }, (_, index) => `key-${index}`)
      await Promise.all(keys.map((key, index) => engine.wake(now() + 10 * index, key)))
      await until(() => expect(told.length).toBeGreaterThanOrEqual(keys.length))
      expect(told.map(([, key]) => key).toSorted()).toEqual(keys.toSorted())
      expect(new Set(told.map(([who]) => who)).size).toBe(2)
    }),
  )

  test(
    'who only asks takes no wake-up from those who listen',
    run(async ({ engine, openAgain, now, until }) => {
      const listening = await openAgain()
      const told: string[] = []
      listening.onWake((key) => told.push(key))
      await engine.wake(now() + 50, 'a')
      await until(() => expect(told).toEqual(['a']))
    }),
  )

  test(
    'the wake-ups of one that was closed come to the others',
    run(async ({ engine, openAgain, now, until }) => {
      engine.onWake(() => {})
      await engine.wake(now() + 1000, 'later')
      await engine.wake(now() + 1000, 'later too')
      await engine.close()
      const told: string[] = []
      const second = await openAgain()
      second.onWake((key) => told.push(key))
      await until(() => expect(told.toSorted()).toEqual(['later', 'later too']))
    }),
  )

  test(
    'a queue that was wiped: nothing is told, nothing fails, and what is asked for then comes',
    run(async ({ engine, wipe, now, until, pass }) => {
      const told: string[] = []
      engine.onWake((key) => told.push(key))
      await engine.wake(now() + 1500, 'lost')
      if (wipe === undefined) throw new Error('an engine that is shared must offer wipe to its kit')
      await wipe()
      await engine.wake(now() + 100, 'after')
      await until(() => expect(told).toContain('after'))
      await pass(2500)
      expect(told).toEqual(['after'])
    }),
  )

  test(
    'the server away: wake fails with engine-failed; back: who listened is told of old and new',
    run(async ({ engine, server, now, until }) => {
      const { stop, start } = required(server)
      const told: string[] = []
      engine.onWake((key) => told.push(key))
      await engine.wake(now(), 'before')
      await until(() => expect(told).toEqual(['before']))
      await engine.wake(now() + 1500, 'meanwhile')
      await stop()
      const failure = await engine.wake(now(), 'refused').catch((error: unknown) => error)
      expect(EngineError.isInstance(failure)).toBe(true)
      expect(failure).toMatchObject({ code: 'engine-failed', outcome: 'not-sent' })
      await start()
      await until(() => expect(told).toContain('meanwhile'))
      // The asking connection may be back a little later than the listening one.
      await until(async () => {
        await engine.wake(now(), 'after').catch(() => {})
        expect(told).toContain('after')
      })
    }),
  )

  test(
    'the server away from the start: who listens is told once it is there',
    run(async ({ server, openAgain, now, until, pass }) => {
      const { stop, start } = required(server)
      await stop()
      const engine = await openAgain()
      const told: string[] = []
      engine.onWake((key) => told.push(key))
      await expect(engine.wake(now(), 'refused')).rejects.toMatchObject({ code: 'engine-failed' })
      await pass(300)
      await start()
      await until(async () => {
        await engine.wake(now(), 'after').catch(() => {})
        expect(told).toContain('after')
      })
    }),
  )

  test(
    'close ends while the server is away, after use and before it',
    run(async ({ engine, server, openAgain, now, until }) => {
      const { stop, start } = required(server)
      const told: string[] = []
      engine.onWake((key) => told.push(key))
      await engine.wake(now(), 'a')
      await until(() => expect(told).toEqual(['a']))
      await stop()
      const late = await openAgain()
      late.onWake(() => {})
      await Promise.all([engine.close(), late.close()])
      await start()
    }),
  )
}

function required(server: OpenedEngine['server']) {
  if (server === undefined) throw new Error('an engine that is shared must offer server to its kit')
  return server
}
