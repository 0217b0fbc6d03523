// What Tutti costs beside its peers: `npm run bench`. Each scenario runs in a process of its own.
//   --short       less time for each scenario
//   --check       ends with an error when a row is over its budget by more than noise explains
//   --json FILE   writes the rows to a file as well
//   names         only these scenarios, for example `npm run bench -- hooks limiter`
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Row } from './measure/row.ts'
import { excess } from './measure/row.ts'
import { prepare } from './prepare.ts'
import { printTable } from './print-table.ts'

const scenarios = [
  'publish-mastodon',
  'publish-bluesky',
  'read-page',
  'decode',
  'hooks',
  'limiter',
  'shared-budget',
  'schedule',
  'many-posts',
  'import-time',
  'bundle-size',
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean' }, check: { type: 'boolean' }, json: { type: 'string' } },
})

const maxRuns = 3
const isRegression = (row: Row) => excess(row) > row.tolerance

/** Runs one scenario and returns what it reports. */
async function run(scenario: string): Promise<readonly Row[]> {
  const child = fork(new URL(`./scenarios/${scenario}.ts`, import.meta.url), values.short ? ['--short'] : [], {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
  })
  let rows: readonly Row[] | undefined
  child.once('message', (message) => {
    rows = message as readonly Row[]
    child.disconnect()
  })
  const [code] = await once(child, 'exit')
  if (code !== 0 || rows === undefined) throw new Error(`the scenario ${scenario} failed`)
  return rows
}

/** Noise makes a row worse and never better: what stays over its budget in each of three runs is a regression. */
async function runUntilSteady(scenario: string): Promise<readonly Row[]> {
  let best = await run(scenario)
  for (let repeat = 1; repeat < maxRuns && best.some(isRegression); repeat += 1) {
    console.error(`${scenario}, once more …`)
    const again = await run(scenario)
    best = best.map((row, index) => {
      const other = again[index]
      return other !== undefined && excess(other) < excess(row) ? other : row
    })
  }
  return best
}

prepare()
const rows: Row[] = []
for (const scenario of positionals.length > 0 ? positionals : scenarios) {
  console.error(`${scenario} …`)
  rows.push(...(values.check ? await runUntilSteady(scenario) : await run(scenario)))
}
printTable(rows)
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 2)}\n`)
const regressions = rows.filter(isRegression)
if (values.check && regressions.length > 0) {
  console.error(`over budget by more than noise: ${regressions.map(({ name }) => name).join('; ')}`)
  process.exitCode = 1
}
