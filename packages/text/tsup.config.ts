import { packageBuild } from '../../tools/tsup-preset.ts'

// Entries of their own for what needs the list of top-level domains, and for what adapters need at once.
export default packageBuild({
  entry: {
    index: 'src/index.ts',
    counting: 'src/counting.ts',
    handles: 'src/handles.ts',
    x: 'src/x/index.ts',
    bluesky: 'src/bluesky/index.ts',
  },
})
