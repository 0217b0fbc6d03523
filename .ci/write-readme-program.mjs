// Writes the program of README.md, and what answers for its platforms, into a folder: node … FOLDER
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPages } from '../test/docs/pages.ts'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('Name the folder for the program: node .ci/write-readme-program.mjs FOLDER')
const page = findPages().find(({ file }) => file === 'README.md')
if (!page) throw new Error('README.md has no program')
writeFileSync(join(folder, 'readme.ts'), page.program)
copyFileSync(fileURLToPath(new URL('../test/docs/run-page.ts', import.meta.url)), join(folder, 'run-page.ts'))
