import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rootFolder } from '../tools/workspaces.ts'
import { findPages } from './docs/pages.ts'

const pages = findPages()
// Inside the repository, so that a program finds the packages by name.
const folder = join(rootFolder, 'examples', 'docs-programs')
const programOf = (file: string) => join(folder, file.replaceAll('/', '__').replace(/\.md$/, '.ts'))

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { file, program } of pages) writeFileSync(programOf(file), `${program}\nexport {}\n`)
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['.'], exclude: [] }),
  )
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('there are pages with programs', () => {
  expect(pages.map(({ file }) => file)).toContain('README.md')
})

test('every program in the docs compiles', { timeout: 120_000 }, () => {
  const typescript = join(rootFolder, 'node_modules', 'typescript', 'bin', 'tsc')
  const result = spawnSync(process.execPath, [typescript, '--project', folder], {
    encoding: 'utf8',
    cwd: rootFolder,
    timeout: 110_000,
  })
  expect(result.stdout).toBe('')
})

test.each(pages)('the program of $file runs to its end', { timeout: 60_000 }, ({ file }) => {
  const workFolder = mkdtempSync(join(tmpdir(), 'tutti-docs-'))
  const runner = join(rootFolder, 'test', 'docs', 'run-page.ts')
  const flags = ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning']
  try {
    execFileSync(process.execPath, [...flags, runner, programOf(file)], {
      cwd: workFolder,
      stdio: 'pipe',
      timeout: 50_000,
    })
  } finally {
    rmSync(workFolder, { recursive: true, force: true })
  }
})
