// Adapters are found in the workspaces; nothing lists them by hand.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Adapter } from '@tutti/model'
import { findPublishedPackages, rootFolder } from '../workspaces.ts'

/** The `tutti` member of an adapter's package.json. */
interface AdapterManifest {
  readonly adapter: {
    /** The exported factory. */
    readonly factory: string
    /** Options that make an adapter without an account. */
    readonly exampleOptions: object
    /** Kind of proof, and the test that is the proof. */
    readonly evidence: Readonly<Record<string, string>>
  }
}

/** One adapter with what its package says of it. */
export interface FoundAdapter {
  readonly folder: string
  readonly adapter: Adapter
  readonly evidence: Readonly<Record<string, string>>
}

/** Every adapter of the repository, made with its example options. */
export async function findAdapters(): Promise<readonly FoundAdapter[]> {
  const folders = findPublishedPackages()
    .map(({ folder }) => folder)
    .filter((folder) => folder.startsWith('packages/adapters/'))
  return Promise.all(
    folders.map(async (folder) => {
      const manifest = JSON.parse(readFileSync(join(rootFolder, folder, 'package.json'), 'utf8')) as {
        tutti?: AdapterManifest
      }
      if (!manifest.tutti) throw new Error(`${folder}/package.json has no "tutti" member`)
      const { factory, exampleOptions, evidence } = manifest.tutti.adapter
      for (const file of Object.values(evidence)) {
        if (!existsSync(join(rootFolder, folder, file)))
          throw new Error(`${folder} has no ${file}, which is to be its evidence`)
      }
      const exports = (await import(join(rootFolder, folder, 'src/index.ts'))) as Record<
        string,
        (options: object) => Adapter
      >
      const make = exports[factory]
      if (!make) throw new Error(`${folder} exports no ${factory}`)
      return { folder, adapter: make(exampleOptions), evidence }
    }),
  )
}
