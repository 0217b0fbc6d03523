// Not a project of the repository: run by the tests named describe-…-flags.test.ts.
import preset from '../../../../tools/vitest-preset.ts'

export default { ...preset, test: { ...preset.test, include: ['test/broken/*.suite.ts'], testTimeout: 10_000 } }
