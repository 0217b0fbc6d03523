import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from '../../../../../tools/workspaces.ts'

/**
 * A folder of recordings, specifications and servers that lies beside the repository where it is
 * developed, and is no part of it. `undefined` where it is not there.
 */
export function findShared(...path: readonly string[]): string | undefined {
  const folder = join(rootFolder, '..', 'shared', ...path)
  return existsSync(folder) ? folder : undefined
}
