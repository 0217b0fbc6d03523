import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from '../../tools/workspaces.ts'

/** One page of the docs that holds TypeScript. */
export interface Page {
  /** Relative to the root, with forward slashes. */
  readonly file: string
  /** Its TypeScript blocks, joined: a page is one program. */
  readonly program: string
}

const patterns = ['README.md', 'docs/*.md', 'docs/guides/*.md', 'packages/**/README.md']

/** Every page with TypeScript in it. A block marked `ts fragment` is only shown: it needs a test runner or an adapter around it. */
export function findPages(): readonly Page[] {
  const files = globSync(patterns, { cwd: rootFolder, exclude: (path) => path.includes('node_modules') })
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => {
      const blocks = [...readFileSync(join(rootFolder, file), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)]
      return { file, program: blocks.map(([, code]) => code).join('\n') }
    })
    .filter(({ program }) => program !== '')
}
