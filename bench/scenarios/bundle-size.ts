// What a browser downloads before anything runs: minified, compressed, without what is loaded later.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { report } from '../measure/report.ts'
import type { Row } from '../measure/row.ts'

const benchFolder = fileURLToPath(new URL('..', import.meta.url))

/** What `createTutti` loads before it returns, by the names that the build of core gives to these files. */
const loadedByClient = /core\/dist\/(start-client|limits)-[^/]+\.js$/

/** Sizes in thousands of bytes. */
interface BundleSize {
  /** The entry and what it imports at once. */
  readonly eager: number
  /** The same and what `createTutti` loads. */
  readonly withClient: number
}

async function bundleSize(source: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: benchFolder },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    outdir: 'out',
    write: false,
    metafile: true,
    // What only Node has is loaded where Node is.
    external: ['node:*'],
    logLevel: 'silent',
  })
  const entries = Object.entries(metafile.outputs)
  const loaded = new Set<string>()
  const collect = (path: string) => {
    if (loaded.has(path)) return
    loaded.add(path)
    for (const imported of metafile.outputs[path]?.imports ?? []) {
      if (imported.kind === 'import-statement' && !imported.external) collect(imported.path)
    }
  }
  const size = () =>
    outputFiles
      .filter(({ path }) => [...loaded].some((name) => path.endsWith(name)))
      .reduce((sum, { contents }) => sum + gzipSync(contents).byteLength, 0) / 1000
  for (const [path, { entryPoint }] of entries) if (entryPoint === '<stdin>') collect(path)
  const eager = size()
  for (const [path, { entryPoint }] of entries) if (loadedByClient.test(entryPoint ?? '')) collect(path)
  return { eager, withClient: size() }
}

const ours = (adapter: string) => `import { createTutti, image } from '@tutti/core'
import { ${adapter} } from '@tutti/${adapter}'
globalThis.tutti = createTutti({ channels: { one: ${adapter}({ server: 'https://social.example' }).channel({}) } })
globalThis.image = image`

const atproto = await bundleSize(`import { AtpAgent } from '@atproto/api'; globalThis.agent = AtpAgent`)
const masto = await bundleSize(`import { createRestAPIClient } from 'masto'; globalThis.client = createRestAPIClient`)

const rows: Row[] = []
for (const adapter of ['mastodon', 'bluesky']) {
  const { eager, withClient } = await bundleSize(ours(adapter))
  // The files have other names now: correct `loadedByClient`.
  if (withClient === eager) throw new Error('nothing was found that createTutti loads')
  rows.push({
    name: `browser bundle of core and @tutti/${adapter}, gzipped`,
    unit: 'KB',
    ours: eager,
    budget: { atMost: 35 },
    peers: { 'ours with what createTutti loads': withClient, '@atproto/api': atproto.eager, masto: masto.eager },
    // The same code has the same size in each run.
    tolerance: 0,
  })
}
report(rows)
