import { expect, test } from 'vitest'
import { virtualClock } from '../src/index.ts'

test('runs due timers in order, each at its own instant, and lets promises settle between', async () => {
  const clock = virtualClock({ startMs: 1000 })
  const seen: [string, number][] = []
  clock.setTimer(30, () => seen.push(['second', clock.now()]))
  clock.setTimer(10, () => seen.push(['first', clock.now()]))
  const chained = (async () => {
    await clock.sleep(10)
    await clock.sleep(5)
    seen.push(['chained', clock.now()])
  })()
  await clock.advance(29)
  await chained
  expect(seen).toEqual([
    ['first', 1010],
    ['chained', 1015],
  ])
  expect([clock.now(), clock.nextAt, clock.pendingCount]).toEqual([1029, 1030, 1])
  await clock.advance(1)
  expect(seen.at(-1)).toEqual(['second', 1030])
  expect(clock.pendingCount).toBe(0)
})

test('an aborted sleep rejects with the reason and leaves no timer', async () => {
  const clock = virtualClock()
  const controller = new AbortController()
  const sleeping = clock.sleep(1000, controller.signal)
  controller.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
  await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough')
  expect(clock.pendingCount).toBe(0)
})

test('a cancelled timer never runs, not even when another timer of the instant cancels it', async () => {
  const clock = virtualClock()
  const seen: string[] = []
  clock.setTimer(5, () => cancel())
  const cancel = clock.setTimer(5, () => seen.push('cancelled'))
  await clock.advance(10)
  expect(seen).toEqual([])
})
