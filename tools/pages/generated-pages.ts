import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from '../workspaces.ts'
import { findAdapters } from './find-adapters.ts'
import { renderAdapterFacts } from './render-adapter-facts.ts'
import { renderMatrix } from './render-matrix.ts'

/** A page of which a part is generated: as it stands, and as it should be. */
export interface GeneratedPage {
  /** Relative to the root. */
  readonly path: string
  readonly present: string
  readonly fresh: string
}

/** Every page with a generated part: the README's capability matrix, and the head of each adapter's page. */
export async function refreshPages(): Promise<readonly GeneratedPage[]> {
  const adapters = await findAdapters()
  return [
    refreshPage('README.md', 'matrix', renderMatrix(adapters)),
    ...adapters.map((found) => refreshPage(`${found.folder}/README.md`, 'facts', renderAdapterFacts(found))),
  ]
}

function refreshPage(path: string, part: string, content: string): GeneratedPage {
  const present = readFileSync(join(rootFolder, path), 'utf8')
  const opening = new RegExp(`<!-- ${part}: [^>]*-->\n`).exec(present)
  const closing = present.indexOf(`<!-- /${part} -->`)
  if (!opening || closing < 0) throw new Error(`${path} has no place for the generated part "${part}"`)
  return {
    path,
    present,
    fresh: present.slice(0, opening.index + opening[0].length) + content + present.slice(closing),
  }
}
