import { virtualClock } from '@tutti/testing'
import { expect, test } from 'vitest'
import { startDeadline } from '../src/http/deadline.ts'

test('a machine that slept gives an exchange its time anew, once', async () => {
  const clock = virtualClock()
  let sleptMs = 0
  const parent = new AbortController()
  const deadline = startDeadline({ ...clock, now: () => clock.now() + sleptMs }, parent.signal, 1_000)
  await clock.advance(900)
  sleptMs = 65_000
  await clock.advance(1_099)
  expect(deadline.signal.aborted).toBe(false)
  sleptMs = 130_000
  await clock.advance(1)
  expect(deadline.explain('unknown')).toMatchObject({ code: 'timeout', message: 'no answer within 1000 ms' })
  deadline.stop()
  expect(clock.pendingCount).toBe(0)
})
