import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface JsonReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

/** Runs one suite of broken parts in a Vitest of its own. @returns the tests that failed, by their suite's title */
export async function failuresBySuite(suite: URL): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const reportFolder = mkdtempSync(join(tmpdir(), 'tutti-broken-'))
  const reportFile = join(reportFolder, 'report.json')
  const command = [
    vitest,
    'run',
    '--config',
    fileURLToPath(new URL('./vitest-broken.ts', import.meta.url)),
    '--reporter=json',
    `--outputFile=${reportFile}`,
    fileURLToPath(suite),
  ]
  // What the Vitest around it says about itself is not for this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !variable.startsWith('VITEST')))
  // It exits with 1: there are failures, which is the point.
  await new Promise<void>((resolve) => execFile(process.execPath, command, { cwd: folder, env }, () => resolve()))
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as JsonReport
  rmSync(reportFolder, { recursive: true })
  const failures = new Map<string, string[]>()
  for (const { ancestorTitles, title, status } of report.testResults.flatMap(
    ({ assertionResults }) => assertionResults,
  )) {
    const [suiteTitle = '', ...groups] = ancestorTitles
    const failed = failures.get(suiteTitle) ?? []
    failures.set(suiteTitle, failed)
    if (status === 'failed') failed.push([...groups, title].join(' > '))
  }
  return failures
}
