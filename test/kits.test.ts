import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findPublishedPackages, rootFolder } from '../tools/workspaces.ts'

const published = findPublishedPackages()

/** The files of a folder, without their comments: what is commented out is not there. */
const readFiles = (folder: string, pattern: string) =>
  globSync(pattern, { cwd: join(rootFolder, folder) })
    .map((file) => readFileSync(join(rootFolder, folder, file), 'utf8'))
    .map((text) => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, ''))

/** The tests that hand what `factory` makes to a kit. */
const testsThatCall = (folder: string, kit: string, factory: string) =>
  readFiles(folder, 'test/**/*.test.ts').filter(
    (text) =>
      new RegExp(`^import \\{[^}]*\\b${kit}\\b[^}]*\\} from '@tutti/testing'`, 'm').test(text) &&
      new RegExp(`^\\s*${kit}\\(`, 'm').test(text) &&
      new RegExp(`\\b${factory}\\b`).test(text),
  )

// What needs a server of its own runs wherever one answers; where services are required, its absence is a failure.
const whereServerIsThere = 'describe.skipIf(!(await isServerThere()))'

const isSwitchedOff = (text: string) =>
  /\b(?:describe|test|it)(?:\.\w+)*\.(?:skip|only|todo|fails|skipIf|runIf)\b/.test(
    text.replaceAll(whereServerIsThere, 'describe'),
  )

function expectKitRuns(folder: string, kit: string, factory: string) {
  const tests = testsThatCall(folder, kit, factory)
  expect(tests.length, `a test of ${folder} calls ${kit} with ${factory}`).toBeGreaterThan(0)
  // A run against a real server, beside it, may depend on whether there is one.
  const complete = tests.filter((text) => !isSwitchedOff(text))
  expect(complete.length, `a test of ${folder} that calls ${kit} skips nothing`).toBeGreaterThan(0)
}

describe.each([
  { kind: 'adapters', kit: 'describeAdapter' },
  { kind: 'plugins', kit: 'describePlugin' },
])('packages/$kind', ({ kind, kit }) => {
  const ofThisKind = published.filter(({ folder }) => folder.startsWith(`packages/${kind}/`))

  it('there are some', () => expect(ofThisKind).not.toEqual([]))

  // The factory has the package's own name: see CONTRIBUTING.md.
  it.each(ofThisKind)(`$manifest.name runs ${kit}`, ({ folder, manifest }) => {
    expectKitRuns(folder, kit, manifest.name.replace('@tutti/', ''))
  })
})

const kits: Readonly<Record<string, string>> = {
  Store: 'describeStore',
  Engine: 'describeEngine',
  RateLimiter: 'describeRateLimiter',
}

// Stores, engines and limiters live in packages of their own and in core: they are found by what their factories return.
const factories = published
  .filter(({ folder }) => folder !== 'packages/testing')
  .flatMap(({ folder, manifest }) =>
    readFiles(folder, 'src/**/*.ts').flatMap((text) =>
      [...text.matchAll(/^export function (\w+)\(.*\): (?:(Store|Engine)|\w*(RateLimiter)) \{$/gm)].map(
        ([, factory = '', kind, limiter]) => ({
          folder,
          name: manifest.name,
          factory,
          kit: kits[kind ?? limiter ?? ''] ?? '',
        }),
      ),
    ),
  )

describe('stores, engines and rate limiters', () => {
  it('are found', () => {
    expect(factories.map(({ factory }) => factory)).toEqual(
      expect.arrayContaining(['memoryStore', 'sqliteStore', 'timerEngine', 'createRateLimiter']),
    )
  })

  const ofTheseKinds = published.filter(({ folder }) => /^packages\/(?:stores|engines|limiters)\//.test(folder))

  it.each(ofTheseKinds)('$manifest.name has one', ({ folder }) => {
    expect(factories.filter((factory) => factory.folder === folder)).not.toEqual([])
  })

  it.each(factories)('$factory of $name runs $kit', ({ folder, kit, factory }) => expectKitRuns(folder, kit, factory))
})

describe('lost answers and killed processes', () => {
  const adapters = published.filter(({ folder }) => folder.startsWith('packages/adapters/'))
  const suites = readFiles('test', 'ambiguity*.test.ts').filter((text) => /^describeAmbiguity\(/m.test(text))

  it.each(adapters)('$manifest.name runs describeAmbiguity, with processes that are killed', ({ manifest }) => {
    const own = suites.filter((text) => text.includes(`'${manifest.name}'`))
    expect(own.length).toBeGreaterThan(0)
    for (const text of own) {
      expect(text).toContain('childScript')
      expect(isSwitchedOff(text)).toBe(false)
    }
  })
})
