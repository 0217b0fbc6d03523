// Not a project of the repository: run by describe-adapter-flags.test.ts and describe-plugin-flags.test.ts.
import preset from '../../../../tools/vitest-preset.ts'

export default { ...preset, test: { ...preset.test, include: ['test/broken/*.suite.ts'], testTimeout: 10_000 } }
