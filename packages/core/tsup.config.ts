import { packageBuild } from '../../tools/tsup-preset.ts'

// An entry of its own for what a client loads when it is made: exported by index, bundlers would load it before.
export default packageBuild({ entry: { index: 'src/index.ts', limits: 'src/limits.ts' } })
