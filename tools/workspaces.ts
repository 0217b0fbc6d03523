// The packages of this repository, found in the workspaces of package.json: nothing lists them by hand.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The part of a package.json that our tools read. */
interface Manifest {
  name: string
  private?: boolean
  workspaces?: string[]
}

/** The root of the repository. */
export const rootFolder = dirname(dirname(fileURLToPath(import.meta.url)))

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(rootFolder, folder, 'package.json'), 'utf8'))

/** Every workspace: its folder relative to the root, with forward slashes, and its package.json. */
export function findWorkspaces() {
  const patterns = readManifest('.').workspaces ?? []
  return globSync(
    patterns.map((pattern) => `${pattern}/package.json`),
    { cwd: rootFolder },
  )
    .map((path) => dirname(path).replaceAll('\\', '/'))
    .sort()
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
}

/** The workspaces that are published to npm. */
export const findPublishedPackages = () => findWorkspaces().filter(({ manifest }) => !manifest.private)
