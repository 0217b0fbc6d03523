import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPublishedPackages, rootFolder } from '../workspaces.ts'
import { renderPublicApis } from './render-public-api.ts'

/** The public API of one package: as it was reviewed, and as it is. */
export interface ApiSnapshot {
  /** Relative to the root. */
  readonly path: string
  readonly reviewed: string
  readonly actual: string
}

/** One snapshot for each published package. */
export function readApiSnapshots(): readonly ApiSnapshot[] {
  const apis = renderPublicApis(findPublishedPackages().map(({ folder }) => folder))
  return findPublishedPackages().map(({ folder, manifest }) => {
    const path = `docs/public-api/${manifest.name.replace(/^@[^/]+\//, '')}.txt`
    const file = join(rootFolder, path)
    return { path, reviewed: existsSync(file) ? readFileSync(file, 'utf8') : '', actual: apis.get(folder) ?? '' }
  })
}
