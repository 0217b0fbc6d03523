import type { Clock } from '@tutti/model'
import { expect, test } from 'vitest'
import { startDeadline } from '../src/http/deadline.ts'

/** A clock with one timer, which ends when the test says so: on time, or after a sleep of the machine. */
function sleepyClock() {
  let now = 0
  let timer: { readonly delayMs: number; readonly callback: () => void } | undefined
  const clock: Pick<Clock, 'now' | 'setTimer'> = {
    now: () => now,
    setTimer(delayMs, callback) {
      timer = { delayMs, callback }
      return () => {
        timer = undefined
      }
    },
  }
  return {
    clock: clock as Clock,
    isRunning: () => timer !== undefined,
    end(sleptMs: number) {
      const ending = timer
      timer = undefined
      now += (ending?.delayMs ?? 0) + sleptMs
      ending?.callback()
    },
  }
}

test('a machine that slept gives an exchange its time anew, once', () => {
  const { clock, end, isRunning } = sleepyClock()
  const deadline = startDeadline(clock, new AbortController().signal, 1_000)
  end(65_000)
  expect(deadline.signal.aborted).toBe(false)
  expect(isRunning()).toBe(true)
  end(65_000)
  expect(deadline.explain('unknown')).toMatchObject({ code: 'timeout', message: 'no answer within 1000 ms' })
})

test('one that is merely late does not', () => {
  const { clock, end } = sleepyClock()
  const deadline = startDeadline(clock, new AbortController().signal, 1_000)
  end(2_000)
  expect(deadline.signal.aborted).toBe(true)
})
