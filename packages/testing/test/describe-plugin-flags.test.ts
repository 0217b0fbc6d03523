import { expect, test } from 'vitest'
import { failuresBySuite } from './broken/run-suite.ts'

test('finds out every plugin that breaks a promise, and leaves the healthy ones alone', {
  timeout: 240_000,
}, async () => {
  const failures = await failuresBySuite(new URL('./broken/plugins.suite.ts', import.meta.url))
  const healthy = [...failures].filter(([name]) => name.startsWith('plugin healthy'))
  expect(healthy).toEqual([
    ['plugin healthy', []],
    ['plugin healthy, with a dependency', []],
  ])
  const unnoticed = [...failures].filter(([name, failed]) => !name.startsWith('plugin healthy') && failed.length === 0)
  expect(unnoticed.map(([name]) => name)).toEqual([])
  expect(failures.size).toBeGreaterThan(8)
})
