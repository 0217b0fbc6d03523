import { packageBuild } from '../../tools/tsup-preset.ts'

// Entries of their own for what a client loads when it is made: exported by index, bundlers would load it before.
export default packageBuild({
  entry: { index: 'src/index.ts', connect: 'src/connect.ts', limits: 'src/limits.ts', text: 'src/text.ts' },
})
