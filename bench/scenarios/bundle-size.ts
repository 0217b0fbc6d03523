// What a browser downloads before anything runs: minified, compressed, without what is loaded later.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { report } from '../measure/report.ts'

const benchFolder = fileURLToPath(new URL('..', import.meta.url))

/** The size of the entry and of what it imports at once, in thousands of bytes. */
async function bundleSize(source: string): Promise<number> {
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
  const entry = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === '<stdin>')?.[0]
  const eager = new Set<string>()
  const collect = (path: string | undefined) => {
    if (path === undefined || eager.has(path)) return
    eager.add(path)
    for (const imported of metafile.outputs[path]?.imports ?? []) {
      if (imported.kind === 'import-statement' && !imported.external) collect(imported.path)
    }
  }
  collect(entry)
  const files = outputFiles.filter(({ path }) => [...eager].some((name) => path.endsWith(name)))
  return files.reduce((sum, { contents }) => sum + gzipSync(contents).byteLength, 0) / 1000
}

const ours = (adapter: string) => `import { createTutti, image } from '@tutti/core'
import { ${adapter} } from '@tutti/${adapter}'
globalThis.tutti = createTutti({ channels: { one: ${adapter}({ server: 'https://social.example' }).channel({}) } })
globalThis.image = image`

const peers = {
  '@atproto/api': await bundleSize(`import { AtpAgent } from '@atproto/api'; globalThis.agent = AtpAgent`),
  masto: await bundleSize(`import { createRestAPIClient } from 'masto'; globalThis.client = createRestAPIClient`),
}
report([
  {
    name: 'browser bundle of core and @tutti/mastodon, gzipped',
    unit: 'KB',
    ours: await bundleSize(ours('mastodon')),
    budget: { atMost: 35 },
    peers,
    // Not met yet: see bench/README.md.
    tolerance: 0.6,
  },
  {
    name: 'browser bundle of core and @tutti/bluesky, gzipped',
    unit: 'KB',
    ours: await bundleSize(ours('bluesky')),
    budget: { atMost: 35 },
    peers,
    // Not met yet: see bench/README.md.
    tolerance: 0.6,
  },
])
