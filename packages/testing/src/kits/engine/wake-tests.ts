import { expect, test } from 'vitest'
import { hostileIds } from '../store/store-under-test.ts'
import type { EngineUnderTest, WithEngine } from './engine-under-test.ts'

/** What an engine promises about a single process: each wake-up comes, at its time. */
export function testWaking(subject: EngineUnderTest, run: WithEngine): void {
  const { earlyMs = 0, crowd = 2000 } = subject

  test(
    'a wake-up comes, and not before its time',
    run(async ({ engine, now, until }) => {
      const wokenAt: number[] = []
      engine.onWake(() => wokenAt.push(now()))
      const at = now() + 700
      await engine.wake(at, 'key')
      await until(() => expect(wokenAt).toHaveLength(1))
      expect(wokenAt[0]).toBeGreaterThanOrEqual(at - earlyMs)
    }),
  )

  test(
    'a time in the past is at once, however long past',
    run(async ({ engine, now, until }) => {
      const woken: string[] = []
      engine.onWake((key) => woken.push(key))
      await engine.wake(now() - 1, 'just now')
      await engine.wake(0, '1970')
      await engine.wake(-62_135_596_800_000, 'year 1')
      await until(() => expect(woken.toSorted()).toEqual(['1970', 'just now', 'year 1']))
    }),
  )

  test(
    'the same wake-up asked for several times is one; the same key at another time is another',
    run(async ({ engine, now, until, pass }) => {
      const woken: string[] = []
      engine.onWake((key) => woken.push(key))
      const at = now() + 1500
      await Promise.all([engine.wake(at, 'same'), engine.wake(at, 'same'), engine.wake(at, 'same')])
      await engine.wake(at + 1, 'same')
      await until(() => expect(woken).toHaveLength(2))
      await pass(1000)
      expect(woken).toEqual(['same', 'same'])
    }),
  )

  test(
    'what has been can be asked for again',
    run(async ({ engine, now, until }) => {
      const woken: string[] = []
      engine.onWake((key) => woken.push(key))
      const at = now()
      await engine.wake(at, 'again')
      await until(() => expect(woken).toHaveLength(1))
      // The queue may hold the first for a moment after its delivery.
      await until(async () => {
        await engine.wake(at, 'again')
        expect(woken.length).toBeGreaterThanOrEqual(2)
      })
    }),
  )

  test(
    'the earlier comes before the later, whichever was asked for first',
    run(async ({ engine, now, until }) => {
      const woken: string[] = []
      engine.onWake((key) => woken.push(key))
      const start = now()
      await engine.wake(start + 2800, 'later')
      await engine.wake(start + 600, 'earlier')
      await until(() => expect(woken).toHaveLength(2))
      expect(woken).toEqual(['earlier', 'later'])
    }),
  )

  test(
    `${crowd} at once: each comes once`,
    run(async ({ engine, now, until }) => {
      const woken: string[] = []
      engine.onWake((key) => woken.push(key))
      const at = now() + 300
      const keys = Array.from({ length: crowd }, (_, index) => `key-${index}`)
      await Promise.all(keys.map((key, index) => engine.wake(at + (index % 100), key)))
      await until(() => expect(woken.length).toBeGreaterThanOrEqual(crowd))
      expect(woken.toSorted()).toEqual(keys.toSorted())
    }),
  )

  test(
    'any key comes back as it is',
    run(async ({ engine, now, until }) => {
      const woken: string[] = []
      engine.onWake((key) => woken.push(key))
      for (const key of hostileIds) await engine.wake(now(), key)
      await until(() => expect(woken.toSorted()).toEqual(hostileIds.toSorted()))
    }),
  )

  test(
    'the far future does not come at once: beyond 2^31 ms, and the end of the year 9999',
    run(async ({ engine, now, until, pass }) => {
      const woken: string[] = []
      engine.onWake((key) => woken.push(key))
      await engine.wake(now() + 2 ** 31 + 1000, 'in 25 days')
      await engine.wake(now() + 2 ** 32 + 1000, 'in 50 days')
      await engine.wake(Date.UTC(9999, 11, 31), 'the end')
      await engine.wake(now(), 'now')
      await until(() => expect(woken).toContain('now'))
      await pass(1500)
      expect(woken).toEqual(['now'])
    }),
  )

  for (const at of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 8.64e15]) {
    test(
      `${at} is no instant, and refused with its place`,
      run(async ({ engine }) => {
        await expect(engine.wake(at, 'key')).rejects.toMatchObject({ code: 'invalid-input', path: 'at' })
      }),
    )
  }

  test(
    'a key that is no string is refused with its place',
    run(async ({ engine, now }) => {
      await expect(engine.wake(now(), 1 as never)).rejects.toMatchObject({ code: 'invalid-input', path: 'key' })
    }),
  )
}
