import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const rootFolder = fileURLToPath(new URL('..', import.meta.url))
const benchFolder = fileURLToPath(new URL('.', import.meta.url))

/** The packages whose built form is measured, each after those that it imports. */
const packages = [
  'model',
  'text',
  'adapter-kit',
  'core',
  'adapters/mastodon',
  'adapters/bluesky',
  'testing',
  'stores/sqlite',
  'engines/bullmq',
  'engines/pg-boss',
  'plugins/scheduler',
]

/** Installs the peers and builds the packages, where that has not been done since they changed. */
export function prepare(): void {
  const installed = modifiedMs(`${benchFolder}node_modules/.package-lock.json`)
  if (installed < modifiedMs(`${benchFolder}package-lock.json`)) {
    npm('ci', '--prefix', benchFolder, '--ignore-scripts', '--loglevel=error')
  }
  const folders = packages.map((name) => `${rootFolder}packages/${name}`)
  const builtBefore = newest(folders, 'dist/index.js', Math.min)
  if (builtBefore > newest(folders, 'src/**/*.ts', Math.max)) return
  console.error('building the packages …')
  npm('run', '--silent', 'build', ...packages.map((name) => `--workspace=packages/${name}`), '--', '--silent')
}

function newest(folders: readonly string[], pattern: string, choose: (...values: number[]) => number): number {
  const times = folders.map((folder) => {
    const files = globSync(pattern, { cwd: folder })
    return files.length === 0 ? 0 : Math.max(...files.map((file) => modifiedMs(`${folder}/${file}`)))
  })
  return choose(...times)
}

function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Runs the npm that started this one. */
function npm(...commandArguments: string[]): void {
  const npmPath = process.env.npm_execpath
  const [command, first] = npmPath === undefined ? ['npm', []] : [process.execPath, [npmPath]]
  const result = spawnSync(command, [...first, ...commandArguments], {
    cwd: rootFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (result.status !== 0) throw new Error(`npm ${commandArguments.join(' ')} failed`)
}
