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
