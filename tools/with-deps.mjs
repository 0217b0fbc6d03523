// Runs an npm script, installing first when nothing is installed or the lockfile is newer: `npm test` and
// `npm run demo` work in a fresh clone. Plain JavaScript, because the system's own Node runs it.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** Both npm runs go through the npm that started this one; the nested one finds the repository's own Node first. */
function npm(...commandArguments) {
  const result = spawnSync(process.execPath, [process.env.npm_execpath, ...commandArguments], { stdio: 'inherit' })
  if (result.status !== 0) process.exit(result.status ?? 1)
}

const modifiedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
const [script, ...rest] = process.argv.slice(2)

if (modifiedMs('node_modules/.package-lock.json') < modifiedMs('package-lock.json')) npm('ci', '--loglevel=error')
npm('run', '--silent', script, '--', ...rest)
