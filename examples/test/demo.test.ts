import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const main = fileURLToPath(new URL('../demo/main.ts', import.meta.url))

function runDemo(environment: NodeJS.ProcessEnv = {}) {
  const flags = ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning']
  return spawnSync(process.execPath, [...flags, main], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 80_000,
  })
}

test('the demo tells its story, and the ledgers agree with all of it', { timeout: 90_000 }, () => {
  const { stdout, stderr, status } = runDemo()
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout).not.toContain('✗')
  expect(stdout.match(/✓/g)?.length).toBeGreaterThanOrEqual(7)
  expect(stdout).toMatch(/sky +bluesky +2 +\d+\/300 \d+\/300/)
  expect(stdout).toContain('club is busy (429)')
  expect(stdout).toMatch(/club +published +found by reading back/)
  expect(stdout).toContain('hidden by the rule “links”: it has 2 links where at most 1 are allowed')
  expect(stdout.split('\n').every((line) => [...line].length <= 130)).toBe(true)
  expect(stdout).not.toContain('\u001b[')
  const report = /The whole report: *\n?(\S+\.md)/.exec(stdout)?.[1] ?? ''
  expect(existsSync(report)).toBe(true)
  expect(readFileSync(report, 'utf8')).toContain('# Lemon cake')
})

test('a ledger that disagrees is found out, and the exit code says so', { timeout: 90_000 }, () => {
  const { stdout, status } = runDemo({ TUTTI_DEMO_SABOTAGE: '1' })
  expect(status).toBe(1)
  expect(stdout).toContain('✗ the flaky server')
})
