// What lies beside the repository where it is developed and where CI runs, and is no part of it: specifications,
// recordings, published test vectors, servers. Tests that need it are skipped by name where it is not there; with
// TUTTI_SHARED_REQUIRED set, as `.ci/run` does, they fail.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from './workspaces.ts'

/** Why a test is skipped elsewhere: to be put into its name. */
export const needsShared = 'needs ../shared beside the repository'

/**
 * The path of a file or folder of it; `undefined` where it is not there.
 * @throws Error where it is not there and TUTTI_SHARED_REQUIRED is set
 */
export function findShared(...path: readonly string[]): string | undefined {
  const found = join(rootFolder, '..', 'shared', ...path)
  if (existsSync(found)) return found
  if (process.env.TUTTI_SHARED_REQUIRED) throw new Error(`${found} is not there, and TUTTI_SHARED_REQUIRED is set`)
  return undefined
}
