// Writes the lists of top-level domains in @tutti/text from the npm package `tlds`, which follows IANA's:
// `npm run top-level-domains`, after an update of that package. A test says when the lists are stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { rootFolder } from './workspaces.ts'

const maxLineLength = 118

/** What the two files must hold, with what they hold; their names are relative to the root. */
export function freshLists(): readonly { readonly file: string; readonly present: string; readonly fresh: string }[] {
  const require = createRequire(import.meta.url)
  const all = [...(require('tlds') as string[])].sort()
  const { version } = require('tlds/package.json') as { version: string }
  const isAscii = (name: string) => /^[a-z]+$/.test(name)
  return [
    fileOf('ascii', 'in ASCII letters, those that begin with xn-- apart', all.filter(isAscii), version),
    fileOf(
      'international',
      'in other letters',
      all.filter((name) => !isAscii(name)),
      version,
    ),
  ]
}

function fileOf(kind: string, description: string, names: readonly string[], version: string) {
  const file = `packages/text/src/top-level-domains/${kind}-top-level-domains.ts`
  const fresh = `// Written by tools/generate-top-level-domains.ts from tlds ${version}; not to be changed by hand.

/** The top-level domains of IANA’s root zone ${description}, with white space between them. */
export const ${kind}TopLevelDomains = \`
${linesOf(names).join('\n')}
\`
`
  return { file, present: readFileSync(join(rootFolder, file), 'utf8'), fresh }
}

function linesOf(names: readonly string[]): string[] {
  const lines: string[] = []
  let line = ''
  for (const name of names) {
    if (line.length + name.length + 1 > maxLineLength) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? name : ` ${name}`
  }
  return [...lines, line]
}

if (import.meta.main) for (const { file, fresh } of freshLists()) writeFileSync(join(rootFolder, file), fresh)
