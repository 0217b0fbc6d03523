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
    // A hang is found as well after half a minute, and a busy machine is no failure.
    testTimeout: 30_000,
    // In CI a test that measures memory, sockets or processes may meet the machine at a bad moment. The report names
    // every test that needed its second try.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 30_000,
  },
})
