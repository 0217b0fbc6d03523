import { expect, test } from 'vitest'
import { failuresBySuite } from './broken/run-suite.ts'

test('finds out every engine that breaks a promise, and leaves the healthy one alone', {
  timeout: 240_000,
}, async () => {
  const failures = await failuresBySuite(new URL('./broken/engines.suite.ts', import.meta.url))
  expect(failures.get('healthy: engine')).toEqual([])
  const unnoticed = [...failures].filter(([name, failed]) => name !== 'healthy: engine' && failed.length === 0)
  expect(unnoticed.map(([name]) => name)).toEqual([])
  expect(failures.size).toBe(12)
})
