import { copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { defineConfig, type Options } from 'tsup'

/** The build that every published package shares: ESM and declarations, one file per entry. */
export function packageBuild(overrides: Options = {}) {
  return defineConfig({
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'node22',
    platform: 'neutral',
    dts: true,
    // Without its prefix a module of Node is not found by Deno, nor left alone by bundlers for browsers.
    removeNodeProtocol: false,
    external: [/^node:/],
    clean: true,
    ...overrides,
  })
}

/**
 * For a package that takes of zod only what it uses: `zod/mini` brings all its languages along and makes up most of
 * an adapter's import. What is built holds zod's code then, so zod's licence goes with it.
 */
export function packageBuildWithZod(overrides: Options = {}) {
  return packageBuild({
    noExternal: ['zod'],
    onSuccess: async () => {
      const { resolve } = createRequire(`${process.cwd()}/package.json`)
      copyFileSync(join(dirname(resolve('zod/package.json')), 'LICENSE'), 'dist/LICENSE-zod')
    },
    ...overrides,
  })
}
