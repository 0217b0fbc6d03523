import { packageBuild } from '../../tools/tsup-preset.ts'

// Entries of their own for what needs the list of top-level domains: nobody else loads it.
export default packageBuild({
  entry: { index: 'src/index.ts', x: 'src/x/index.ts', bluesky: 'src/bluesky/index.ts' },
})
