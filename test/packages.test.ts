import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findPublishedPackages, findWorkspaces, rootFolder } from '../tools/workspaces.ts'

const published = findPublishedPackages()
const readFrom = (folder: string, file: string) => readFileSync(join(rootFolder, folder, file), 'utf8')

it('finds every package.json under packages/ in the workspaces', () => {
  const manifests = globSync('packages/**/package.json', {
    cwd: rootFolder,
    exclude: (path) => /(?:^|[\\/])(?:node_modules|fixtures)$/.test(path),
  })
  expect(manifests).toHaveLength(published.length)
})

it.each(published)('$manifest.name has a README that starts with its name', ({ folder, manifest }) => {
  expect(readFrom(folder, 'README.md')).toMatch(`# ${manifest.name}\n`)
})

it.each(published)('$manifest.name is published as every other package is', ({ manifest }) => {
  expect(manifest).toMatchObject({
    type: 'module',
    license: 'MIT',
    sideEffects: false,
    files: ['dist'],
    engines: { node: '>=22.18' },
    publishConfig: { access: 'public' },
  })
})

it.each(findWorkspaces())('$folder has a vitest.config.ts, so that its tests run', ({ folder }) => {
  expect(existsSync(join(rootFolder, folder, 'vitest.config.ts'))).toBe(true)
})
