// How long a fresh process takes to import core and an adapter as they are built, beside other clients.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from '../measure/median.ts'
import { inMode } from '../measure/mode.ts'
import { report } from '../measure/report.ts'

const benchFolder = fileURLToPath(new URL('..', import.meta.url))

const imports: Readonly<Record<string, readonly string[]>> = {
  nothing: ['node:process'],
  mastodon: ['@tutti/core', '@tutti/mastodon'],
  bluesky: ['@tutti/core', '@tutti/bluesky'],
  '@atproto/api': ['@atproto/api'],
  masto: ['masto'],
  megalodon: ['megalodon'],
}

/** CPU time in milliseconds of the imports alone, in a process of their own: other processes don't count in it. */
function importOnce(names: readonly string[]): number {
  const source = `
    const before = process.cpuUsage()
    ${names.map((name) => `await import(${JSON.stringify(name)})`).join('\n')}
    const { user, system } = process.cpuUsage(before)
    process.stdout.write(String((user + system) / 1000))`
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: benchFolder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return Number(stdout)
}

const samples = new Map<string, number[]>(Object.keys(imports).map((name) => [name, []]))
for (let round = 0; round < inMode(15, 7); round++) {
  for (const [name, modules] of Object.entries(imports)) samples.get(name)?.push(importOnce(modules))
}

const milliseconds = (name: string) => median(samples.get(name) ?? []) - median(samples.get('nothing') ?? [])
const peerNames = ['@atproto/api', 'masto', 'megalodon']
const peers = Object.fromEntries(peerNames.map((name) => [name, milliseconds(name)]))
report(
  ['mastodon', 'bluesky'].flatMap((adapter) => [
    {
      name: `import of core and @tutti/${adapter}, CPU`,
      unit: 'ms' as const,
      ours: milliseconds(adapter),
      budget: { atMost: 25 },
      peers,
      // A number of milliseconds is as good as the machine is fast: the next row tells a regression.
      tolerance: Number.MAX_SAFE_INTEGER,
    },
    {
      name: `import of core and @tutti/${adapter}, CPU, to @atproto/api`,
      unit: '×' as const,
      ours: milliseconds(adapter) / milliseconds('@atproto/api'),
      // 25 ms beside the 154 ms that it took where the budget was set.
      budget: { atMost: 0.16 },
      peers: { masto: milliseconds('masto') / milliseconds('@atproto/api') },
      tolerance: 0,
    },
  ]),
)
