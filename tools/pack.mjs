// Packs every published package into a folder, as npm would publish it: node tools/pack.mjs FOLDER. Needs a build first.
import { spawnSync } from 'node:child_process'
import { findPublishedPackages, rootFolder } from './workspaces.ts'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('Name the folder for the tarballs: node tools/pack.mjs FOLDER')
const workspaces = findPublishedPackages().flatMap(({ manifest }) => ['--workspace', manifest.name])
const result = spawnSync('npm', ['pack', '--silent', '--pack-destination', folder, ...workspaces], {
  cwd: rootFolder,
  stdio: ['ignore', 'ignore', 'inherit'],
})
process.exitCode = result.status ?? 1
