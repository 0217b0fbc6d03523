import { fileURLToPath } from 'node:url'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

// Tests read our packages from source, so that nothing has to be built first.
const conditions = ['@tutti/source', ...defaultServerConditions]

/** The test configuration that every package shares. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['**/*.test.ts'],
    passWithNoTests: true,
    // The files of a package share a process and what they import: that halves the time. A test that leaves something
    // behind is a bug wherever it shows.
    isolate: false,
    // One process a core: the one that Vitest would leave for itself has next to nothing to do.
    maxWorkers: '100%',
    // Tests that run beside each other wait for time-outs, windows and child processes: they are no load.
    maxConcurrency: 12,
    // Child processes run our sources too: Node keeps what it makes of them.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)) },
    // A hang is found as well after half a minute, and a busy machine is no failure.
    testTimeout: 30_000,
    // In CI a test that measures memory, sockets or processes may meet the machine at a bad moment. The report names
    // every test that needed its second try.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 30_000,
  },
})
