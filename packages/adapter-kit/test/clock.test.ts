import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../src/index.ts'

const dayMs = 24 * 3_600_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a delay beyond 2^31 ms is waited to its end', async () => {
  let rang = 0
  systemClock.setTimer(60 * dayMs, () => {
    rang += 1
  })
  await vi.advanceTimersByTimeAsync(60 * dayMs - 1)
  expect(rang).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(rang).toBe(1)
  await vi.advanceTimersByTimeAsync(100 * dayMs)
  expect(rang).toBe(1)
})

test('a long timer that is cancelled after its first piece does not ring', async () => {
  let rang = 0
  const cancel = systemClock.setTimer(60 * dayMs, () => {
    rang += 1
  })
  await vi.advanceTimersByTimeAsync(40 * dayMs)
  cancel()
  cancel()
  await vi.advanceTimersByTimeAsync(40 * dayMs)
  expect(rang).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('sleep ends with its time, or with the signal’s reason, and leaves nothing behind', async () => {
  const controller = new AbortController()
  const asleep = systemClock.sleep(1000, controller.signal)
  await vi.advanceTimersByTimeAsync(1000)
  await expect(asleep).resolves.toBeUndefined()
  const interrupted = expect(systemClock.sleep(1000, controller.signal)).rejects.toThrow('enough')
  controller.abort(new Error('enough'))
  await interrupted
  await expect(systemClock.sleep(1000, controller.signal)).rejects.toThrow('enough')
  expect(vi.getTimerCount()).toBe(0)
})
