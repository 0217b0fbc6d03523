import { describeEngine } from '@tutti/testing'
import { virtualClock } from '@tutti/testing/fakes'
import { expect, test } from 'vitest'
import { timerEngine } from '../src/index.ts'

describeEngine({
  name: 'timerEngine',
  shared: false,
  open() {
    const clock = virtualClock()
    return { engine: timerEngine(clock), clock }
  },
})

test('months ahead it comes to the millisecond', async () => {
  const clock = virtualClock()
  const engine = timerEngine(clock)
  const startedAt = clock.now()
  const wokenAfter: number[] = []
  engine.onWake(() => wokenAfter.push(clock.now() - startedAt))
  await engine.wake(startedAt + 2 ** 32 + 7, 'far')
  await clock.advance(2 ** 33)
  expect(wokenAfter).toEqual([2 ** 32 + 7])
  await engine.close()
})

test('a clock set back makes nobody early, one set forward is followed with the next wake-up', async () => {
  const time = virtualClock()
  let offsetMs = 0
  const clock = { ...time, now: () => time.now() + offsetMs }
  const engine = timerEngine(clock)
  const startedAt = time.now()
  const woken: [key: string, afterMs: number][] = []
  engine.onWake((key) => woken.push([key, clock.now() - startedAt]))
  await engine.wake(startedAt + 1000, 'a')
  offsetMs = -600
  await time.advance(1000)
  expect(woken).toEqual([])
  await time.advance(600)
  expect(woken).toEqual([['a', 1000]])

  await engine.wake(startedAt + 5000, 'b')
  offsetMs = 10_000
  await engine.wake(startedAt + 2000, 'c')
  await time.advance(1)
  expect(woken.slice(1).map(([key]) => key)).toEqual(['c', 'b'])
  await engine.close()
  expect(time.pendingCount).toBe(0)
})

test('what listeners throw is told, and a queue of its own stops nobody', async () => {
  const clock = virtualClock()
  const errors: unknown[] = []
  const engine = timerEngine(clock, (error) => errors.push(error))
  engine.onWake(() => {
    throw new Error('careless')
  })
  let count = 0
  // Asks for the next one at once, for ever: each has its own turn, and close ends it.
  engine.onWake(() => {
    count += 1
    if (count < 1000) void engine.wake(clock.now(), `key-${count}`)
    else void engine.close()
  })
  await engine.wake(clock.now(), 'key')
  await clock.advance(1)
  expect(count).toBe(1000)
  expect(errors).toHaveLength(1000)
  expect(clock.pendingCount).toBe(0)
})
