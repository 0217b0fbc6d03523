import { expect, test } from 'vitest'
import { checkClock } from '../src/doctor/check-clock.ts'
import { checkNode } from '../src/doctor/check-node.ts'

test.each([
  ['v22.17.9', 'error'],
  ['v20.20.2', 'error'],
  ['v22.18.0', 'ok'],
  ['v24.1.0', 'ok'],
])('Node %s is %s', (version, state) => expect(checkNode(version).state).toBe(state))

test('the clock is judged by the answer that was least held up', () => {
  expect(checkClock([-90_000, 900]).state).toBe('ok')
  expect(checkClock([]).state).toBe('warning')
  expect(checkClock([120_000, 121_000])).toMatchObject({ state: 'error', message: 'is 120 s behind the servers' })
  expect(checkClock([-3_600_000]).message).toBe('is 3600 s ahead of the servers')
})
