import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPublishedPackages, rootFolder } from '../workspaces.ts'
import { type ApiEntry, renderPublicApis } from './render-public-api.ts'

/** The public API of one entry of a package: as it was reviewed, and as it is. */
export interface ApiSnapshot {
  /** Relative to the root. */
  readonly path: string
  readonly reviewed: string
  readonly actual: string
}

/** One snapshot for each way into a published package. */
export function readApiSnapshots(): readonly ApiSnapshot[] {
  const entries = findPublishedPackages().flatMap(({ folder }) => findEntries(folder))
  const apis = renderPublicApis(entries)
  return entries.map(({ name }) => {
    const path = `docs/public-api/${name.replace(/^@[^/]+\//, '').replaceAll('/', '.')}.txt`
    const file = join(rootFolder, path)
    return { path, reviewed: existsSync(file) ? readFileSync(file, 'utf8') : '', actual: apis.get(name) ?? '' }
  })
}

function findEntries(folder: string): readonly ApiEntry[] {
  const { name, exports } = JSON.parse(readFileSync(join(rootFolder, folder, 'package.json'), 'utf8')) as {
    readonly name: string
    readonly exports: Readonly<Record<string, { readonly '@tutti/source': string }>>
  }
  return Object.entries(exports).map(([path, { '@tutti/source': source }]) => ({
    name: `${name}${path.slice(1)}`,
    folder,
    source,
  }))
}
