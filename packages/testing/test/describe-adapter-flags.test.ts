import { expect, test } from 'vitest'
import { failuresBySuite } from './broken/run-suite.ts'

test('finds out every adapter that breaks a promise, and leaves the healthy one alone', {
  timeout: 120_000,
}, async () => {
  const failures = await failuresBySuite(new URL('./broken/adapters.suite.ts', import.meta.url))
  expect(failures.size).toBeGreaterThan(20)
  expect(failures.get('adapter healthy')).toEqual([])
  const unnoticed = [...failures].filter(([name, failed]) => name !== 'adapter healthy' && failed.length === 0)
  expect(unnoticed.map(([name]) => name)).toEqual([])
})
