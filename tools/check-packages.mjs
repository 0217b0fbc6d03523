// Packs every published package as npm would and lets publint and attw read the tarballs. Needs a build first.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootFolder } from './workspaces.ts'

/** Runs one command at the root and returns whether it passed, with all that it printed. */
function run(command, ...commandArguments) {
  const result = spawnSync(command, commandArguments, { cwd: rootFolder, encoding: 'utf8' })
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}`.trim() }
}

const tarballFolder = mkdtempSync(join(tmpdir(), 'tutti-packages-'))
try {
  const packed = run('node', 'tools/pack.mjs', tarballFolder)
  if (!packed.ok) throw new Error(packed.output)
  for (const tarball of readdirSync(tarballFolder)) {
    const path = join(tarballFolder, tarball)
    const reports = [run('publint', '--strict', path), run('attw', '--profile', 'esm-only', '--no-emoji', path)]
    const failed = reports.filter(({ ok }) => !ok)
    console.log(`${failed.length === 0 ? 'ok    ' : 'FAILED'} ${tarball}`)
    for (const { output } of failed) console.log(output)
    if (failed.length > 0) process.exitCode = 1
  }
} finally {
  rmSync(tarballFolder, { recursive: true })
}
