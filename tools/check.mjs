// Runs every check of the repository, one npm script after another, and goes on after a failure: one run shows all
// that is wrong. Prints a line per step, the output of what failed, and by name everything that was not run.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const reportFolder = mkdtempSync(join(tmpdir(), 'tutti-check-'))
const unitReport = join(reportFolder, 'unit.json')

const steps = [
  { name: 'lockfile', script: ['lock-stubs', '--', '--check'] },
  { name: 'types', script: ['types'] },
  { name: 'lint', script: ['lint'] },
  { name: 'boundaries', script: ['boundaries'] },
  { name: 'unused', script: ['unused'] },
  { name: 'unit', script: ['unit', '--', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`] },
  { name: 'docs', script: ['docs'] },
  { name: 'build', script: ['build'] },
  { name: 'packages', script: ['packages'], needs: 'build' },
]

/** How the secrets of the fake platforms' accounts begin. None may come out of any test. */
const canary = /canary-(?:mastodon-token|bluesky-password)-of-/

/** Whether a secret of a test is in what was printed, or in the report of the unit tests. */
function hasLeaked(output) {
  return canary.test(output) || (existsSync(unitReport) && canary.test(readFileSync(unitReport, 'utf8')))
}

/** Runs one npm script and returns whether it passed, with all that it printed. */
function runScript(script) {
  const result = spawnSync(process.execPath, [process.env.npm_execpath, 'run', '--silent', ...script], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  })
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}`.trim() }
}

/** The unit tests that were skipped or are still to be written, by file and full name. */
function findSkippedTests() {
  try {
    const report = JSON.parse(readFileSync(unitReport, 'utf8'))
    return report.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status !== 'passed' && test.status !== 'failed')
        .map((test) => `${relative('.', file.name)}: ${test.fullName}`),
    )
  } catch {
    return []
  }
}

const passed = []
const failed = new Set()
const skipped = []
for (const { name, script, needs } of steps) {
  if (failed.has(needs)) {
    skipped.push(`${name} (needs ${needs})`)
    console.log(`skipped  ${name}`)
    continue
  }
  const startedMs = performance.now()
  const { ok: hasPassed, output } = runScript(script)
  const leaked = hasLeaked(output)
  const ok = hasPassed && !leaked
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${ok ? 'ok      ' : 'FAILED  '} ${name.padEnd(12)} ${seconds} s`)
  if (ok) {
    passed.push(name)
    continue
  }
  failed.add(name)
  if (leaked) console.log('    a secret of a test account came out of the tests: search the output for "canary-"')
  console.log(output.replace(/^/gm, '    '))
}
skipped.push(...findSkippedTests())
rmSync(reportFolder, { recursive: true })

console.log(`\n${passed.length} of ${steps.length} checks passed`)
if (skipped.length > 0) console.log(`Not run:\n${skipped.map((name) => `  ${name}`).join('\n')}`)
if (failed.size > 0) {
  console.log(`Failed: ${[...failed].join(', ')}`)
  process.exitCode = 1
}
