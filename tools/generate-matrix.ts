// Writes the capability matrix into README.md, from the adapters themselves: `npm run matrix`. With --check it
// only says whether the page is stale. Adapters are found in the workspaces; nothing lists them by hand.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Adapter, operationNames } from '@tutti/model'
import { findPublishedPackages, rootFolder } from './workspaces.ts'

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
interface FoundAdapter {
  readonly folder: string
  readonly adapter: Adapter
  readonly evidence: Readonly<Record<string, string>>
}

const readme = join(rootFolder, 'README.md')
const start = /<!-- matrix: [^>]*-->\n/
const end = '<!-- /matrix -->'

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

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

function describeText({ limits }: Adapter): string {
  return limits.text.map(({ maximum, unit }) => `${maximum} ${unit}`).join(', ')
}

function describeMedia({ limits }: Adapter): string {
  return Object.entries(limits.media)
    .map(([kind, limit]) => `${limit?.maxCount} ${kind}`)
    .join(', ')
}

function describeBuckets({ buckets }: Adapter): string {
  return Object.entries(buckets)
    .map(
      ([name, { windows, per }]) =>
        `${name} ${windows.map(({ budget, windowMs }) => `${budget}/${windowMs / 60_000} min`).join(' and ')} per ${per}`,
    )
    .join('; ')
}

/** The matrix as Markdown. */
export async function renderMatrix(): Promise<string> {
  const adapters = await findAdapters()
  const used = operationNames.filter((name) => adapters.some(({ adapter }) => adapter.operations[name]))
  const facts: [label: string, read: (found: FoundAdapter) => string][] = [
    ['text', ({ adapter }) => describeText(adapter)],
    ['media', ({ adapter }) => describeMedia(adapter)],
    ['fields', ({ adapter }) => adapter.limits.fields.join(', ')],
    ['visibility', ({ adapter }) => adapter.limits.visibilities.join(', ')],
    ['limits', ({ adapter }) => describeBuckets(adapter)],
    ['against doubles, best first', ({ adapter }) => adapter.guarantees.publish.map(({ kind }) => kind).join(', ')],
    [
      'proved by',
      ({ folder, evidence }) =>
        Object.entries(evidence)
          .map(([kind, file]) => `[${kind}](${folder}/${file})`)
          .join(', '),
    ],
  ]
  return [
    row(['', ...adapters.map(({ adapter, folder }) => `[${adapter.displayName}](${folder}/README.md)`)]),
    row(['---', ...adapters.map(() => '---')]),
    ...used.map((name) =>
      row([`\`${name}\``, ...adapters.map(({ adapter }) => (adapter.operations[name] ? '✓' : '–'))]),
    ),
    ...facts.map(([label, read]) => row([`**${label}**`, ...adapters.map(read)])),
    '',
    'Limits are those declared; a server’s own, read at run time, win over them.',
    '',
  ].join('\n')
}

/** The README with a fresh matrix in it. */
export async function refreshReadme(): Promise<{ readonly present: string; readonly fresh: string }> {
  const present = readFileSync(readme, 'utf8')
  const opening = start.exec(present)
  const closing = present.indexOf(end)
  if (!opening || closing < 0) throw new Error('README.md has no place for the matrix')
  const fresh = present.slice(0, opening.index + opening[0].length) + (await renderMatrix()) + present.slice(closing)
  return { present, fresh }
}

if (process.argv[1]?.endsWith('generate-matrix.ts')) {
  const { present, fresh } = await refreshReadme()
  if (present !== fresh) writeFileSync(readme, fresh)
  console.log(present === fresh ? 'README.md was up to date.' : 'README.md has a fresh matrix.')
}
